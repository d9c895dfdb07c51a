"""Write down a hearing; who goes along, who interprets, what protects and what makes it accessible."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput
from cases.legal import codes
from cases.models import Hearing, Proceeding
from cases.permissions import require_on_case

from ._legal import locked, of_case, require_code, require_codes, write
from .conflicts import require_fit, seen

WORDS = frozenset({"place", "note"})
LISTS = {
    "measures_asked": codes.Measure,
    "measures_granted": codes.Measure,
    "accommodations_asked": codes.Accommodation,
    "accommodations_met": codes.Accommodation,
}
WRITTEN = WORDS | set(LISTS) | {"starts_at", "interpreter_needed", "interpreter", "accompanied_by", "state"}


@transaction.atomic
def add_hearing(
    proceeding: Proceeding, *, starts_at: datetime.datetime, by: User, looked: bool = False, **values: Any
) -> Hearing:
    """Write one down. Errors: NotFound; InvalidInput, also for an interpreter who must not interpret here, or who
    resembles somebody until that was `looked` at.
    """
    current = locked(proceeding, by)
    hearing = Hearing(**of_case(current.case), proceeding=current, starts_at=starts_at, recorded_by=by)
    _write(hearing, values, by, looked=looked)
    hearing.save(force_insert=True)
    trail.record(events.HEARING_ADDED, by=by, subject=hearing, facts=seen(looked))
    return hearing


@transaction.atomic
def change_hearing(
    hearing: Hearing, values: Mapping[str, Any], *, version: int, by: User, looked: bool = False
) -> Hearing:
    """Set what was changed as read at `version`: also what was granted, met, and what became of it.

    Errors: NotFound, Conflict, InvalidInput by field, as for a new one.
    """
    current = locked(hearing, by, version=version)
    changed = _write(current, values, by, looked=looked)
    current.version += 1
    current.save()
    facts: dict[str, str | int] = {"state": str(current.state), **seen(looked)}
    trail.record(events.HEARING_CHANGED, by=by, subject=current, facts=facts, changed=changed)
    return current


def _write(hearing: Hearing, values: Mapping[str, Any], by: User, *, looked: bool) -> list[str]:
    if unknown := set(values) - WRITTEN:
        raise InvalidInput(field=sorted(unknown)[0])
    for name, choices in LISTS.items():
        require_codes(values.get(name, ()), choices.values, name)
    if "state" in values:
        require_code(values["state"], codes.HearingState, "state")
    if values.get("accompanied_by") is not None:
        require_on_case(values["accompanied_by"], "view_case", hearing.case)
    values = {name: sorted(set(value)) if name in LISTS else value for name, value in values.items()}
    changed = write(hearing, values, words=WORDS)
    if hearing.interpreter is not None and ("interpreter" in changed or "starts_at" in changed):
        require_fit(hearing.interpreter, hearing.case.person, by, looked=looked or "interpreter" not in changed)
    if hearing.interpreter is not None and not hearing.interpreter_needed:
        raise InvalidInput(_("Say that an interpreter is needed, or choose none."), field="interpreter")
    return changed
