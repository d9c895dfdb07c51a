"""Where a request came from, for the trail: its address and a correlation id."""

from collections.abc import Callable
from contextvars import ContextVar
from ipaddress import ip_address
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from casemgr.ids import public_id


class Origin(NamedTuple):
    """The caller's address (None for commands and jobs) and an id shared by all entries of one request."""

    address: str | None
    correlation_id: str


_origin: ContextVar[Origin | None] = ContextVar("casemgr_origin", default=None)


def current_origin() -> Origin:
    """The origin of what is being done now."""
    return _origin.get() or Origin(None, "")


def client_address(request: HttpRequest) -> str | None:
    """Who called: the peer of the connection, or behind n trusted proxies the n-th forwarded address from the right.

    What stands further left was written by the caller. Without enough addresses, or with one that isn't an address,
    the peer counts.
    """
    peer = request.META.get("REMOTE_ADDR") or None
    proxies = settings.CASEMGR_TRUSTED_PROXIES
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if proxies <= 0 or len(forwarded) < proxies:
        return peer
    try:
        return str(ip_address(forwarded[-proxies]))
    except ValueError:
        return peer


class OriginMiddleware:
    """Notes who called. Proxies' headers count only as far as the setting says to trust them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _origin.set(Origin(client_address(request), public_id()))
        try:
            return self.get_response(request)
        finally:
            _origin.reset(token)
