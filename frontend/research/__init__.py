"""The research site: what of a released package is public, and how it is drawn. It reads packages, never records."""
