"""Proceedings, deadlines and requests of authorities: their codes, and their lives as tables."""
