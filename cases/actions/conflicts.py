"""Who may interpret for a person: checked before a booking and before a consent."""

from __future__ import annotations

from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.errors import InvalidInput
from cases.models import Interpreter, InterpreterBar, Person


def require_no_conflict(interpreter: Interpreter, person: Person, by: User) -> None:
    """Refuse who hasn't signed, has ended, or is barred for this person. Errors: InvalidInput."""
    found = Interpreter.objects.visible_to(by).filter(pk=interpreter.pk).first()
    if found is None or found.ended_at:
        raise InvalidInput(_("Choose an interpreter of the list."), field="interpreter")
    if found.signed_on is None:
        raise InvalidInput(_("This interpreter hasn't signed confidentiality yet."), field="interpreter")
    if InterpreterBar.objects.visible_to(by).filter(person=person, interpreter=found).exists():
        raise InvalidInput(_("This interpreter must not interpret for this person."), field="interpreter")


def fitting(person: Person, by: User) -> list[Interpreter]:
    """Who may be booked for this person, those of their language first."""
    barred = InterpreterBar.objects.visible_to(by).filter(person=person).values("interpreter_id")
    ready = Interpreter.objects.visible_to(by).filter(ended_at=None, signed_on__isnull=False).exclude(pk__in=barred)
    return sorted(ready, key=lambda one: (person.preferred_language not in one.languages, one.name))
