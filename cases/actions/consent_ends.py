"""Whoever holds something on a consent is told in the same transaction that it ended."""

from __future__ import annotations

from collections.abc import Callable

from casemgr.accounts.models import User
from cases.models import Consent

Listener = Callable[[Consent, User], None]
_listeners: list[Listener] = []


def when_consent_ends(listener: Listener) -> None:
    """Call `listener` with each consent that is withdrawn or replaced, and who recorded that."""
    _listeners.append(listener)


def tell_of_end(consent: Consent, by: User) -> None:
    """Tell them all. An error of one undoes the ending: half of it would be worse, and it can be repeated."""
    for listener in _listeners:
        listener(consent, by)
