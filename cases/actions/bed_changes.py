"""Whoever tells elsewhere how many beds are free is told, in the same transaction, that beds or stays changed."""

from __future__ import annotations

from collections.abc import Callable

from casemgr.accounts.models import User

Listener = Callable[[User], None]
_listeners: list[Listener] = []


def when_beds_change(listener: Listener) -> None:
    """Call `listener` with whoever changed a bed, a room or a stay of their organization; not which."""
    _listeners.append(listener)


def tell_of_beds(by: User) -> None:
    """Tell them all. An error of one undoes the change: it can be repeated."""
    for listener in _listeners:
        listener(by)
