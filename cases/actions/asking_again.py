"""Tasks to ask for a consent again: at the age of 18, and when who decided or interpreted turns out not to be safe."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_noop

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from cases.models import Case, Consent, Person, Task

from .footing import birthday_18, is_child
from .tasks import add_task

OF_AGE = gettext_noop("The person comes of age: ask again for every consent.")
GUARDIAN_BARRED = gettext_noop("Ask again for consents: the guardian who decided is barred.")
INTERPRETER_BARRED = gettext_noop("Ask again for consents: the interpreter who was there is barred.")


def ask_again_at_18(person: Person, consent: Consent, by: User) -> None:
    """A task for the day a child comes of age, once: what others decided is asked of the person then."""
    born, given = person.birth_date, consent.decision == Consent.Decision.GIVEN
    if born and given and is_child(person, consent.starts_on):
        _ask(person, birthday_18(born), OF_AGE, by)


def ask_again_without(person: Person, title: str, by: User, **through: Any) -> None:
    """A task for today if a consent in force came through somebody (`guardian` or `interpreter`) who is barred now.

    The consent goes on holding until the person says otherwise: help must not stop because of who was there.
    """
    day = today(by.home)
    if Consent.objects.visible_to(by).current().in_force(day).filter(person=person, **through).exists():
        _ask(person, day, title, by)


def _ask(person: Person, day: datetime.date, title: str, by: User) -> None:
    case = Case.objects.visible_to(by).open().filter(person=person).select_related("caseworker").first()
    if case is None or not by.can("edit_case"):
        return
    known = Task.objects.visible_to(by).pending().filter(case=case, kind=Task.Kind.CONSENT, due_on=day)
    worker = case.caseworker if case.caseworker and case.caseworker.has_access else by
    with translation.override(worker.language):
        words = translation.gettext(title)
    if words not in {task.title for task in known}:
        add_task(case, title=words, due_on=day, kind=Task.Kind.CONSENT, assigned_to=worker, by=by)
