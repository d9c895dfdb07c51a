"""Maps drawn by the server: no tiles, no script, no request to anybody. Places that may be known, and nothing else."""
