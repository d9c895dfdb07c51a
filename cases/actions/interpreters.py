"""Keep the list of interpreters; bar one for a person."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.encryption import keys
from casemgr.errors import InvalidInput, NotFound
from cases.codelists.languages import LANGUAGES
from cases.models import Interpreter, InterpreterBar, Person
from cases.permissions import require_on_person

from .asking_again import INTERPRETER_BARRED, ask_again_without
from .likeness import compare_soon


@transaction.atomic
def add_interpreter(
    *,
    name: str,
    languages: Sequence[str],
    by: User,
    gender: str = "",
    signed_on: datetime.date | None = None,
    reach: str | None = None,
) -> Interpreter:
    """Put somebody on the list. Until confidentiality is signed they can't be booked. Errors: InvalidInput.

    A job compares them with who is alleged and who stays in a house, and tells who sees that.
    """
    require(by, "approve")
    if not name.strip():
        raise InvalidInput(_("Say who it is."), field="name")
    if not languages or set(languages) - set(LANGUAGES):
        raise InvalidInput(_("Choose at least one language."), field="languages")
    one = Interpreter(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization=by.home,
        name=name,
        reach=reach or None,
        languages=list(languages),
        gender=gender,
        signed_on=signed_on,
        recorded_by=by,
    )
    keys.create_data_key(one.organization_id, one.pk)
    one.save(force_insert=True)
    trail.record(events.INTERPRETER_ADDED, by=by, subject=one)
    compare_soon(one.organization_id)
    return one


@transaction.atomic
def bar_interpreter(interpreter: Interpreter, person: Person, *, reason: str, by: User) -> InterpreterBar:
    """From now on they can't be booked for this person; a task says to ask anew for consents they interpreted.

    Errors: NotFound, InvalidInput.
    """
    require_on_person(by, "edit_case", person)
    if not Interpreter.objects.visible_to(by).filter(pk=interpreter.pk).exists():
        raise NotFound()
    if reason not in InterpreterBar.Reason.values:
        raise InvalidInput(_("Choose a reason of the list."), field="reason")
    if InterpreterBar.objects.visible_to(by).filter(person=person, interpreter=interpreter).exists():
        raise InvalidInput(_("This interpreter is barred for the person already."), field="interpreter")
    bar = InterpreterBar(
        organization_id=person.organization_id, person=person, interpreter=interpreter, reason=reason, recorded_by=by
    )
    bar.save(force_insert=True)
    if reason != InterpreterBar.Reason.ASKED:
        ask_again_without(person, INTERPRETER_BARRED, by, interpreter=interpreter)
    trail.record(events.INTERPRETER_BARRED, by=by, subject=person, facts={"reason": reason})
    return bar
