"""Invented cases for trying out, teaching and measuring: shaped on published statistics, about nobody."""
