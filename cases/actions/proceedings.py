"""Write down a proceeding, change it, say where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotInThisState
from cases.legal import codes
from cases.legal.proceeding_lifecycle import TABLE, Event, Guard, State
from cases.legal.rights import proceeding_events
from cases.legal.table import Capacity, WrongState, rule_for
from cases.models import Case, Proceeding, ProceedingStep

from ._legal import locked, of_case, require_code, require_country, require_legal, require_words, write

WORDS = frozenset({"court", "reference", "counsel"})
WRITTEN = WORDS | {"kind", "role", "country"}


@transaction.atomic
def record_proceeding(
    case: Case, *, kind: str, role: str, by: User, state: str = State.PLANNED, **values: Any
) -> Proceeding:
    """Write one down as planned, or as open already. Errors: InvalidInput by field."""
    require_legal(by, case)
    if state not in (State.PLANNED, State.OPEN):
        raise InvalidInput(_("Choose from the list."), field="state")
    proceeding = Proceeding(**of_case(case), state=State(state).value, recorded_by=by)
    _write(proceeding, values | {"kind": kind, "role": role})
    proceeding.save(force_insert=True)
    facts: dict[str, str | int] = {"kind": str(kind), "state": proceeding.state}
    trail.record(events.PROCEEDING_RECORDED, by=by, subject=proceeding, facts=facts)
    return proceeding


@transaction.atomic
def change_proceeding(proceeding: Proceeding, values: Mapping[str, Any], *, version: int, by: User) -> Proceeding:
    """Set what was changed as read at `version`. Errors: NotFound, Conflict, InvalidInput by field."""
    current = locked(proceeding, by, version=version)
    changed = _write(current, values)
    current.version += 1
    current.save()
    trail.record(events.PROCEEDING_CHANGED, by=by, subject=current, changed=changed)
    return current


@transaction.atomic
def step_proceeding(
    proceeding: Proceeding, event: str, *, by: User, words: str | None = None, version: int | None = None
) -> Proceeding:
    """Begin, decide (with the outcome), appeal, close or reopen (with a word on why): cases.legal.proceeding_lifecycle.

    Errors: NotFound, Conflict, NotInThisState, InvalidInput.
    """
    current = locked(proceeding, by, version=version)
    if event not in set(Event):
        raise InvalidInput(_("Choose from the list."), field="event")
    try:
        rule = rule_for(TABLE, State(current.state), Event(event), frozenset({Capacity.WORKER}))
    except WrongState:
        raise NotInThisState(allowed_events=proceeding_events(current, by)) from None
    said = (words or "").strip() or None
    if Guard.OUTCOME in rule.guards:
        current.outcome = require_words(words, _("Say what was decided."))
    if Guard.WORDS in rule.guards:
        said = require_words(words, _("Say why."))
    before, current.state = current.state, rule.target.value
    current.version += 1
    current.save(update_fields=["state", "version", "outcome_sealed"])
    ProceedingStep(  # type: ignore[misc]  # the stubs look for the sealed attribute
        **of_case(current.case),
        proceeding=current,
        event=event,
        before=before,
        after=current.state,
        words=said,
        taken_by=by,
    ).save(force_insert=True)
    trail.record(events.PROCEEDING_STEPPED, by=by, subject=current, facts={"state": current.state})
    return current


def _write(proceeding: Proceeding, values: Mapping[str, Any]) -> list[str]:
    if unknown := set(values) - WRITTEN:
        raise InvalidInput(field=sorted(unknown)[0])
    for name, choices in (("kind", codes.Proceeding), ("role", codes.Role)):
        if name in values:
            require_code(values[name], choices, name)
    require_country(values.get("country"))
    return write(proceeding, values, words=WORDS)
