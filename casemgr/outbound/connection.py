"""A connection to an address that was looked at, with TLS that checks the name: nothing is resolved again."""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from .addresses import Address
from .target import Target


class PinnedConnection(http.client.HTTPSConnection):
    """Goes to `address`; the certificate must be for the target's host. Python's own, so no proxy is looked for.

    Certificates are checked against the system's store; OpenSSL reads another from the file that SSL_CERT_FILE names.
    """

    auto_open = 0  # never connect again by itself

    def __init__(self, target: Target, address: Address, *, connect_seconds: float, read_seconds: float) -> None:
        self.context = ssl.create_default_context()
        super().__init__(target.host, target.port, context=self.context)
        self.address, self.connect_seconds, self.read_seconds = address, connect_seconds, read_seconds

    def connect(self) -> None:
        """Connect to the address and nowhere else. Errors: OSError, ssl.SSLError."""
        family = socket.AF_INET if self.address.version == 4 else socket.AF_INET6
        plain = socket.socket(family, socket.SOCK_STREAM)
        try:
            plain.settimeout(self.connect_seconds)
            plain.connect((str(self.address), self.port))
            plain.settimeout(self.read_seconds)
            self.sock = plain
        except BaseException:
            plain.close()
            raise

    def secure(self) -> None:
        """Begin TLS, naming the host and checking its certificate. Errors: ssl.SSLError, OSError."""
        self.sock = self.context.wrap_socket(self.sock, server_hostname=self.host)


@contextmanager
def cut_off_after(connection: PinnedConnection, seconds: float) -> Iterator[None]:
    """Shut the connection after so many seconds, whatever it is doing: a slow drip never trips a read's own limit."""
    twin = connection.sock.dup()
    timer = threading.Timer(max(seconds, 0), _shut, [twin])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        twin.close()


def _shut(twin: socket.socket) -> None:
    with suppress(OSError):
        twin.shutdown(socket.SHUT_RDWR)
