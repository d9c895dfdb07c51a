"""Forms and how they are drawn."""
