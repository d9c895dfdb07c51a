"""Statutory notices: telling an authority without consent, because a law demands it or danger is imminent."""
