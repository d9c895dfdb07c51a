"""Whole pieces of work, from end to end, as the people do them."""
