"""What can go wrong."""


class PostgresUnavailable(Exception):
    """No server could be started; the message says why and what to do."""
