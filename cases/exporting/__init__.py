"""Cases on their way out as tables: which columns there are, and how they become a file."""
