"""Where a request came from, for the trail: its address and a correlation id."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from casemgr.ids import public_id


class Origin(NamedTuple):
    """The peer's address (None for commands and jobs) and an id shared by all entries of one request."""

    address: str | None
    correlation_id: str


_origin: ContextVar[Origin | None] = ContextVar("casemgr_origin", default=None)


def current_origin() -> Origin:
    """The origin of what is being done now."""
    return _origin.get() or Origin(None, "")


class OriginMiddleware:
    """Notes the peer of the connection. Proxies' headers count only as far as the server was told to trust them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _origin.set(Origin(request.META.get("REMOTE_ADDR") or None, public_id()))
        try:
            return self.get_response(request)
        finally:
            _origin.reset(token)
