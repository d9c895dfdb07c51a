"""The product in real Chromium: what every screen must keep to."""
