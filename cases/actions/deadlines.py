"""Write down a legal deadline; say that it was met, extended or missed."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound, NotInThisState
from cases.legal import codes
from cases.models import Case, Deadline, DeadlineStep, Proceeding

from ._legal import locked, of_case, require_code, require_legal, require_words

MOST_WARNING = 365


@transaction.atomic
def add_deadline(
    case: Case,
    *,
    kind: str,
    due_on: datetime.date,
    by: User,
    warn_days: int = 14,
    basis: str | None = None,
    proceeding: Proceeding | None = None,
) -> Deadline:
    """Write one down; it stands in “Today” from `warn_days` before its last day. Errors: NotFound, InvalidInput."""
    require_legal(by, case)
    require_code(kind, codes.Deadline, "kind")
    if not 0 <= warn_days <= MOST_WARNING:
        raise InvalidInput(_("Between 0 and 365 days."), field="warn_days")
    if proceeding is not None and proceeding.case_id != case.pk:
        raise NotFound()
    deadline = Deadline(  # type: ignore[misc]  # the stubs look for the sealed attribute
        **of_case(case),
        proceeding=proceeding,
        kind=kind,
        due_on=due_on,
        warn_days=warn_days,
        basis=(basis or "").strip() or None,
        recorded_by=by,
    )
    deadline.save(force_insert=True)
    trail.record(events.DEADLINE_ADDED, by=by, subject=deadline, facts={"kind": kind})
    return deadline


@transaction.atomic
def settle_deadline(deadline: Deadline, *, state: str, by: User, words: str | None = None) -> Deadline:
    """It was met, or missed: then with a word on what was done. Errors: NotFound, NotInThisState, InvalidInput."""
    current = _open(deadline, by)
    if state not in (Deadline.State.MET, Deadline.State.MISSED):
        raise InvalidInput(_("Choose from the list."), field="state")
    if state == Deadline.State.MISSED:
        require_words(words, _("Say what was done about it."))
    current.state = state
    current.version += 1
    current.save(update_fields=["state", "version"])
    _step(current, state, current.due_on, words, by)
    trail.record(events.DEADLINE_SETTLED, by=by, subject=current, facts={"state": str(state)})
    return current


@transaction.atomic
def extend_deadline(deadline: Deadline, *, due_on: datetime.date, words: str, by: User) -> Deadline:
    """Move its last day further, with the reason; people are warned anew. Errors: NotFound, InvalidInput …"""
    current = _open(deadline, by)
    if due_on <= current.due_on:
        raise InvalidInput(_("Choose a later day."), field="due_on")
    require_words(words, _("Say why, and who granted it."))
    before, current.due_on = current.due_on, due_on
    current.version += 1
    current.save(update_fields=["due_on", "version"])
    _step(current, DeadlineStep.Event.EXTENDED, before, words, by)
    trail.record(events.DEADLINE_EXTENDED, by=by, subject=current)
    return current


def _open(deadline: Deadline, by: User) -> Deadline:
    current = locked(deadline, by)
    if current.state != Deadline.State.OPEN:
        raise NotInThisState(_("This deadline is settled already."))
    return current


def _step(deadline: Deadline, event: str, before: datetime.date, words: str | None, by: User) -> None:
    DeadlineStep(  # type: ignore[misc]  # the stubs look for the sealed attribute
        **of_case(deadline.case),
        deadline=deadline,
        event=event,
        before=before,
        after=deadline.due_on,
        words=(words or "").strip() or None,
        taken_by=by,
    ).save(force_insert=True)
