"""Refused calls in the trail: which client was refused at which door."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from casemgr import refused
from casemgr.accounts.models import User

from .authentication import ClientRefused

TOLD = {401, 403, 404, 410, 423}


def noted(reply: Response, error: Exception, request: Request, *, first_over: bool = False) -> Response:
    """The reply, which writes who was refused where when it is drawn: the refused call's transaction is undone by then.

    The door is the address without its ids. Of calls past the limit the first of a window is written. Whoever shows no
    token, or one that isn't known, is nobody: the entry is in the trail of no organization.
    """
    account = error.account if isinstance(error, ClientRefused) else request.user
    by = account if isinstance(account, User) else None
    if reply.status_code in TOLD or first_over:
        door = f"{request.method} {request.resolver_match.route if request.resolver_match else ''}"
        reply.add_post_render_callback(lambda _reply: refused.note(door, reply.status_code, by=by))
    return reply
