"""The trail: who saw and changed what, when, from where and why. It holds no personal data."""
