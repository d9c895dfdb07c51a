"""The rules of casework, through its actions and in the database itself."""
