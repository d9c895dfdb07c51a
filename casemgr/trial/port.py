"""A port that is free on this machine."""

import errno
import socket

TRIES = 50


def is_free(port: int) -> bool:
    """Whether nothing listens on this port of the loopback address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                return False
            raise
    return True


def first_free(wanted: int) -> int:
    """The wanted port, or the next free one. Raises OSError when none is free nearby."""
    for port in range(wanted, min(wanted + TRIES, 65536)):
        if is_free(port):
            return port
    raise OSError(f"No port from {wanted} on is free. Choose one with --port.")
