"""Rows as they lie in the database, to move them from one person to another and to put them back as they were."""
