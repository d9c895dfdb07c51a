"""Casework: the person, the case, consent and the day's work."""
