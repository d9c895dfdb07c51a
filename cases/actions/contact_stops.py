"""Whoever makes contact with a person elsewhere is told, in the same transaction, that it must stop."""

from __future__ import annotations

from collections.abc import Callable

from casemgr.accounts.models import User
from cases.models import Case

Listener = Callable[[Case, User], None]
_listeners: list[Listener] = []


def when_contact_stops(listener: Listener) -> None:
    """Call `listener` with the case of a person who is missing or died, and who said so."""
    _listeners.append(listener)


def tell_that_contact_stops(case: Case, by: User) -> None:
    """Tell them all. An error of one undoes the mark: it can be made again."""
    for listener in _listeners:
        listener(case, by)
