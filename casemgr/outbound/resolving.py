"""Asking once where a name leads, and refusing unless every answer may be gone to."""

import socket
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from ipaddress import ip_address

from .addresses import Address, is_inner, is_public
from .errors import OutboundError
from .target import Target

MOST_ADDRESSES = 4  # that are tried, one after the other
_asking = ThreadPoolExecutor(max_workers=8, thread_name_prefix="resolve")  # the system's resolver knows no time limit


def addresses_of(target: Target, seconds: float) -> list[Address]:
    """The addresses to connect to, in the resolver's order.

    Errors: OutboundError "name", "timeout"; "forbidden" when even one of them leads where no request may go.
    """
    found = list(dict.fromkeys(_resolved(target, seconds)))
    if not found:
        raise OutboundError("name")
    if not all(is_public(one) or (target.inner and is_inner(one)) for one in found):
        raise OutboundError("forbidden")
    return found[:MOST_ADDRESSES]


def _resolved(target: Target, seconds: float) -> list[Address]:
    question = _asking.submit(socket.getaddrinfo, target.host, target.port, type=socket.SOCK_STREAM)
    try:
        return [ip_address(answer[4][0]) for answer in question.result(timeout=seconds)]
    except TooLate:
        question.cancel()
        raise OutboundError("timeout") from None
    except (OSError, UnicodeError):
        raise OutboundError("name") from None
    except ValueError:  # an address with a zone ("fe80::1%eth0") is link-local, or worse
        raise OutboundError("forbidden") from None
