"""Looks at cases on their way into the trail, with how many of them were not of the person's own caseload.

Only now can that be told: grants and teams change, and an auditor of the trail sees no case.
"""

from __future__ import annotations

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from cases.models import Case


def look(*cases: Case, by: User, event: str = events.CASE_READ) -> None:
    """Write that `by` is about to see these cases; before the page goes out."""
    trail.read(event, by=by, subjects=cases, facts=beyond(cases, by))


def beyond(cases: tuple[Case, ...], by: User) -> dict[str, str | int]:
    """The fact `beyond`: how many of the cases are not in the caseload of `by`. Empty when all are."""
    others = {case.pk for case in cases if case.caseworker_id != by.pk}
    if others:
        others -= set(Case.objects.visible_to(by).in_caseload_of(by).filter(pk__in=others).values_list("pk", flat=True))
    return {"beyond": len(others)} if others else {}
