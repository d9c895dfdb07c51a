"""A person wants deleted what others hold of them: whoever knows who was told asks each, in the act itself."""

from __future__ import annotations

from collections.abc import Callable

from casemgr.accounts.models import User
from cases.models import DataRequest

Listener = Callable[[DataRequest, User], None]
_listeners: list[Listener] = []


def when_deletion_is_asked(listener: Listener) -> None:
    """Call `listener` with each request that wants partners to delete what they hold, and who wrote it."""
    _listeners.append(listener)


def ask_for_deletion(request: DataRequest, by: User) -> None:
    """Have each who was told asked; part of the act that writes the request."""
    for listener in _listeners:
        listener(request, by)
