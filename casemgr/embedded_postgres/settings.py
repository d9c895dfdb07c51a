"""The server's settings, given on its command line."""

PORT = 5432  # only names the socket file: nothing listens on it

# The server's log must not repeat what was in a statement: it may be about a person.
QUIET = {
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
# For data that is thrown away after the tests.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
}


def settings_for(*, fast: bool, tcp_port: int | None) -> dict[str, str]:
    """No TCP unless a port is given, and then only on this machine."""
    return {
        **QUIET,
        **(FAST if fast else {}),
        "timezone": "UTC",
        "max_connections": "200",
        "unix_socket_permissions": "0700",
        "port": str(tcp_port or PORT),
        "listen_addresses": "127.0.0.1" if tcp_port else "",
    }
