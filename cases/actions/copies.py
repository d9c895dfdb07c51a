"""Giving a person a copy of everything that is held of them: decided part by part, logged, and kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr import rate_limits
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotInThisState
from cases.legal.codes import Informed
from cases.models import Case, DataRequest, HealthFact, LegalRequest, ManualDisclosure, Note, StatutoryNotice
from cases.permissions import require_on_case
from cases.rights.codes import DOUBTS, Kind, Withheld
from cases.rights.lifecycle import Event, State
from cases.rights.may import people_of
from cases.rights.part import Part
from cases.rights.register import PARTS

from ._right_step import begin, finish

type Few = Note | StatutoryNotice | HealthFact
GIVE = "give"
#: of a request with one of these the person mustn't learn from a paper
SILENT = (Informed.BARRED, Informed.NOT_SAFE)


@dataclass(frozen=True)
class Held:
    """The rows of one part, and those of them that stay out by somebody's decision."""

    part: Part
    rows: list[Any]
    withheld: int = 0


def to_decide(case: Case, by: User) -> list[Few]:
    """What a professional decides on one by one: notes of restricted kinds, statutory notices and restricted facts of
    health, as far as seen.
    """
    cases = _cases(case, by)
    notes = Note.objects.visible_to(by).filter(case__in=cases, kind__in=Note.RESTRICTED)
    notices = StatutoryNotice.objects.visible_to(by).filter(case__in=cases)
    facts = HealthFact.objects.visible_to(by).filter(case__in=cases)
    return [*notes.order_by("created_at"), *notices.order_by("drafted_at"), *facts.order_by("recorded_at")]


def read_to_decide(case: Case, by: User) -> list[Few]:
    """The same to be looked at: what a fact of health is about is one itself, and that it was read is written down."""
    found = to_decide(case, by)
    if count := sum(isinstance(row, HealthFact) for row in found):
        trail.record(events.HEALTH_FACTS_READ, by=by, subject=case, facts={"count": count})
    return found


@transaction.atomic
def give_copy(
    request: DataRequest, *, decisions: Mapping[str, str], by: User, version: int | None = None
) -> list[Held]:
    """Everything held, part by part. `decisions` says for each of `to_decide` (by public id) `give`, or why not.

    Each that is left out enters the trail. Errors: those of `begin`; InvalidInput when one is undecided.
    """
    current, rule = begin(request, Event.ANSWER, by=by, version=version)
    if current.kind != Kind.COPY:
        raise NotInThisState()
    require_on_case(by, "export_cases", current.case)
    rate_limits.spend("export", by=by)
    left = _withheld(to_decide(current.case, by), decisions, by)
    untold = not_told(current.case, decisions, by)
    found = [_held(part, current.case, left, untold, by) for part in PARTS]
    current.decided_by, current.decided_at = by, timezone.now()
    finish(current, rule, by=by, changed=["decided_by", "decided_at"])
    facts: dict[str, str | int] = {"rows": sum(len(one.rows) for one in found), "withheld": len(left)}
    trail.record(events.COPY_GIVEN, by=by, subject=current.case, facts=facts)
    return found


def _withheld(rows: list[Few], decisions: Mapping[str, str], by: User) -> set[UUID]:
    left: set[UUID] = set()
    for row in rows:
        decided = decisions.get(row.public_id, "")
        if decided != GIVE and decided not in Withheld.values:
            raise InvalidInput(_("Decide on each of these: give it, or say why not."), field=row.public_id)
        if decided != GIVE:
            left.add(row.pk)
            trail.record(events.COPY_PART_WITHHELD, by=by, subject=row, facts={"reason": str(decided)})
    return left


def not_told(case: Case, decisions: Mapping[str, str], by: User) -> set[UUID]:
    """What was told outside of which a copy is silent: of a notice that is left out, of a request that the person can't
    be told of. Whoever doesn't read what is legal can't know: then whatever was told without consent.
    """
    cases = _cases(case, by)
    told = ManualDisclosure.objects.visible_to(by).filter(case__in=cases)
    if not by.reads("legal"):
        return set(told.exclude(ground=ManualDisclosure.Ground.CONSENT).values_list("pk", flat=True))
    given = [public_id for public_id, decided in decisions.items() if decided == GIVE]
    notices = StatutoryNotice.objects.visible_to(by).filter(case__in=cases).exclude(public_id__in=given)
    requests = LegalRequest.objects.visible_to(by).filter(case__in=cases, informed__in=SILENT)
    found = (rows.exclude(disclosure=None).values_list("disclosure_id", flat=True) for rows in (notices, requests))
    return {pk for ids in found for pk in ids}


def _held(part: Part, case: Case, left: set[UUID], untold: set[UUID], by: User) -> Held:
    rows = [row for row in _rows(part, case, by) if row.pk not in untold and not is_quiet(row)]
    kept = [row for row in rows if row.pk not in left]
    return Held(part, kept, len(rows) - len(kept))


def is_quiet(row: Any) -> bool:
    """Whether whoever pressed the person to have it erased would learn from the paper that it was taken back."""
    if not isinstance(row, DataRequest) or row.kind not in (Kind.NARRATIVE, Kind.ERASURE):
        return False
    return row.state == State.TAKEN_BACK or row.finding in DOUBTS


def _rows(part: Part, case: Case, by: User) -> list[Any]:
    names = {field.name for field in part.model._meta.concrete_fields}
    rows = part.model.objects.visible_to(by).order_by("pk")
    rows = rows.select_related(*part.staff) if part.staff else rows
    if part.model is Case:
        return list(rows.filter(pk__in=_cases(case, by)))
    if "case" in names:
        return list(rows.filter(case__in=_cases(case, by)))
    people = people_of(case, by)
    if "person" in names:
        return list(rows.filter(person__in=people))
    return list(rows.filter(pk__in=people))


def _cases(case: Case, by: User) -> Any:
    return Case.objects.visible_to(by).filter(person__in=people_of(case, by)).order_by().values("pk")
