"""Stop sharing: every consent to give something out ends, and with it whatever stands on one."""

from __future__ import annotations

from collections.abc import Callable

from casemgr.accounts.models import User
from cases.models import Case, Consent
from cases.rights.may import people_of

from .consents import withdraw

Listener = Callable[[Case, User], None]
_listeners: list[Listener] = []
#: the consent to keep a record isn't one of them: it says nothing about others
GIVEN_OUT = (Consent.Purpose.SHARE, Consent.Purpose.CARRY, Consent.Purpose.STATISTICS)


def when_sharing_ends(listener: Listener) -> None:
    """Call `listener` with each case, merged ones too, whose person wants nothing shared any more, and who wrote it."""
    _listeners.append(listener)


def end_sharing(case: Case, *, by: User) -> list[str]:
    """End them now; the names of those with whom something was shared, for whom deletion is another question.

    The trail tells each consent that ended. Errors: those of `withdraw`; one undoes all, and it can be repeated.
    """
    people = people_of(case, by)
    given = Consent.objects.visible_to(by).filter(
        person__in=people, purpose__in=GIVEN_OUT, decision=Consent.Decision.GIVEN, ended_at=None
    )
    found = list(given.select_related("recipient", "person").order_by("recorded_at"))
    for one in Case.objects.visible_to(by).filter(person__in=people).order_by("pk"):
        for listener in _listeners:
            listener(one, by)
    for consent in found:
        withdraw(consent, by=by)
    return list(dict.fromkeys(one.recipient.name for one in found if one.recipient))
