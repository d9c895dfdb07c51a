"""Practising against the API: a pair of organizations in which nobody is real, one of which answers by itself."""
