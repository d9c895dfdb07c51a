"""Compare everybody of an organization for duplicates; say that two are two people."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.db.actor import Actor, acting_as
from casemgr.encryption import held
from casemgr.errors import NotFound
from cases.duplicates import Compared, pairs
from cases.models import Case, CaseLink, DuplicatePair
from cases.name_book import COLUMNS, Row, known

MOST = 200  # shown at a time: a list that nobody reads to its end helps nobody
_WHY = "everybody of one organization is compared"
_BESIDE = ("person__birth_year", "person__gender", "person__citizenship")
_UNTOLD = ("declined", "unknown", "NonSpecifiedUnknown")


def compare_everybody(organization_id: UUID) -> int:
    """Find the pairs of one organization anew; how many stand now. The trail says that it was done, by nobody.

    It acts as the organization itself: with sight of its cases, restricted ones left out, and of nothing else.
    Errors: OrganizationLocked, and nothing was compared.
    """
    held.require_unlocked(organization_id)
    with acting_as(Actor(organization_id, organization_id, "organization")), transaction.atomic():
        people = list(_people(organization_id))
        asked = DuplicatePair.objects.unscoped(_WHY).filter(organization_id=organization_id)
        settled = set(asked.exclude(dismissed_at=None).values_list("case_id", "other_id"))
        linked = CaseLink.objects.unscoped(_WHY).filter(organization_id=organization_id)
        settled |= {pair for one, two in linked.values_list("case_id", "other_id") for pair in ((one, two), (two, one))}
        found = {pair: score for pair, score in pairs(people).items() if pair not in settled}
        best = sorted(found, key=lambda pair: -found[pair])[:MOST]
        standing = asked.filter(dismissed_at=None)
        gone = [row.pk for row in standing if (row.case_id, row.other_id) not in best]
        asked.filter(pk__in=gone).delete()
        DuplicatePair.objects.bulk_create(
            (
                DuplicatePair(organization_id=organization_id, case_id=one, other_id=two, score=found[one, two])
                for one, two in best
            ),
            ignore_conflicts=True,
        )
    with acting_as(None):
        facts: dict[str, str | int] = {"compared": len(people), "found": len(best)}
        trail.record(events.EVERYBODY_COMPARED, by=None, organization_id=organization_id, facts=facts)
    return len(best)


def skip_comparing(organization_id: UUID) -> None:
    """Say in the trail that nobody was compared, because the organization's own key was locked."""
    with acting_as(None):
        trail.record(events.COMPARING_SKIPPED, by=None, organization_id=organization_id)


@transaction.atomic
def dismiss_pair(pair: DuplicatePair, *, by: User) -> None:
    """They are two people: the pair isn't shown again. Errors: NotFound."""
    require(by, "merge_cases")
    current = DuplicatePair.objects.visible_to(by).open().select_for_update(of=("self",)).filter(pk=pair.pk).first()
    if current is None:
        raise NotFound()
    current.dismissed_at, current.dismissed_by = timezone.now(), by
    current.save(update_fields=["dismissed_at", "dismissed_by"])
    trail.record(events.PAIR_DISMISSED, by=by, subject=current)


def _people(organization_id: UUID) -> list[Compared]:
    cases = Case.objects.unscoped(_WHY).standing().filter(organization_id=organization_id, restricted=False)
    beside = {}
    rows = []
    for values in cases.order_by("number").values_list(*COLUMNS, *_BESIDE):
        row = Row(*values[: len(COLUMNS)])
        rows.append(row)
        beside[row.case_id] = values[len(COLUMNS) :]
    compared = []
    for row, person in known(rows):
        year, gender, citizenship = beside[row.case_id]
        names = tuple(" ".join(sorted(name.roman.words)) for name in person.names)
        told = ["" if value in _UNTOLD else value for value in (gender, citizenship)]
        compared.append(Compared(row.case_id, row.number, row.person_id, names, person.phone, year, *told))
    return compared
