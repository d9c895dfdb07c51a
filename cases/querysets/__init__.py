"""What rows of casework a person may see, in the words of the work.

Two selectors, never an OR over both: a whole organization by `organization_id`, or cases granted by name.
"""
