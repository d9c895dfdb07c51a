"""Counts of one's own casework: what is asked, how it is counted, what of it may leave."""
