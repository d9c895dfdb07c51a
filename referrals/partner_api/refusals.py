"""Refused calls in the trail: which client was refused at which door."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.db.actor import acting_as

from .authentication import ClientRefused

TOLD = {401, 403, 404, 410, 423}


def noted(reply: Response, error: Exception, request: Request, *, first_over: bool = False) -> Response:
    """The reply, which writes who was refused where when it is drawn: the refused call's transaction is undone by then.

    The door is the address without its ids. Of calls past the limit the first of a window is written. Whoever has no
    account here is not written down.
    """
    account = error.account if isinstance(error, ClientRefused) else request.user
    if (reply.status_code in TOLD or first_over) and isinstance(account, User):
        door = request.resolver_match.route if request.resolver_match else ""
        facts: dict[str, str | int] = {"door": f"{request.method} {door}", "status": reply.status_code}
        reply.add_post_render_callback(lambda _reply: _note(account, facts))
    return reply


def _note(account: User, facts: dict[str, Any]) -> None:
    with acting_as(account.as_actor()):
        trail.record(events.ACCESS_REFUSED, by=account, facts=facts)
