"""The endpoints. Each fetches, acts and shows; what may be done is decided in the actions."""
