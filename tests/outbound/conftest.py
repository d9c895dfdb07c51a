"""A resolver that says what a test wants, and a spy on every connection that is tried."""

import socket

import pytest


def answers(*addresses):
    """What the system's resolver returns for these addresses."""
    return [
        (socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in addresses
    ]


@pytest.fixture
def opened(monkeypatch):
    """Addresses that a connection was tried to. None succeeds."""
    seen = []

    def connect(self, address):
        seen.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket.socket, "connect_ex", connect)
    return seen


@pytest.fixture
def resolver(monkeypatch):
    """Set `resolver.says` to lists of addresses, one a question; the last one stays. `resolver.asked` are the names."""

    class Resolver:
        says = [["93.184.215.14"]]
        asked = []

        def __call__(self, host, *args, **kwargs):
            self.asked.append(host)
            found = self.says[min(len(self.asked), len(self.says)) - 1]
            if not found:
                raise socket.gaierror
            return answers(*found)

    one = Resolver()
    one.asked = []
    monkeypatch.setattr(socket, "getaddrinfo", one)
    return one
