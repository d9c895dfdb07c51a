"""Which cases come to the end of their time by an organization's rules. Coded facts alone: nothing is opened.

Only what is closed counts, and only while nothing of the person goes on: no other open case, no request, no hold. A
case that was merged into another goes with that one. Without a rule for its kind a case is kept.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from casemgr.accounts.models import User
from cases.models import Case, DataRequest, LegalHold, RetentionRule, StageChange
from cases.querysets.cases import CLOSED
from cases.rights.codes import Basis

MAJORITY = 18
AHEAD = datetime.timedelta(days=30)


@dataclass(frozen=True)
class Due:
    """A case, the rule it falls under, and the first day after its time."""

    case: Case
    basis: Basis
    on: datetime.date


def due_cases(user: User, *, by: datetime.date, request: DataRequest | None = None) -> list[Due]:
    """Cases visible to the user whose time is over by that day, soonest first.

    With a request only its own case, whether or not that request stands open: is it still due?
    """
    rules = {rule.basis: rule for rule in RetentionRule.objects.visible_to(user)}
    cases = Case.objects.visible_to(user).standing().filter(status__in=CLOSED, closed_on__isnull=False)
    going_on = Case.objects.visible_to(user).open().order_by().values("person_id")
    asked = DataRequest.objects.visible_to(user).open().order_by().values("person_id")
    if request is not None:
        cases, asked = cases.filter(pk=request.case_id), asked.exclude(pk=request.pk)
    held = LegalHold.objects.visible_to(user).holding(by - AHEAD).order_by().values("person_id")
    quiet = cases.exclude(person_id__in=going_on).exclude(person_id__in=asked).exclude(person_id__in=held)
    found = _due(quiet.select_related("person").iterator(500), _only_contacts(user), rules, by)
    return sorted(found, key=lambda one: (one.on, one.case.number))


def _only_contacts(user: User) -> set[UUID]:
    """Cases that were closed out of intake or screening and never went further."""
    steps = StageChange.objects.visible_to(user)
    further = steps.filter(after__in=("active", "follow_up")).order_by().values("case_id")
    ended = steps.filter(before__in=("intake", "screening"), after__in=CLOSED).exclude(case_id__in=further)
    return set(ended.values_list("case_id", flat=True))


def _due(
    cases: Iterable[Case], contacts: set[UUID], rules: Mapping[str, RetentionRule], by: datetime.date
) -> Iterator[Due]:
    for case in cases:
        basis = basis_of(case, contacts)
        if (rule := rules.get(basis)) and (day := end_of_time(case, rule)) <= by:
            yield Due(case, basis, day)


def basis_of(case: Case, contacts: set[UUID]) -> Basis:
    """The kind of case. Whose year of birth isn't known counts as an adult."""
    born = case.person.birth_year
    if born is not None and case.opened_on.year - born < MAJORITY:
        return Basis.CHILD
    return Basis.CONTACT if case.pk in contacts else Basis.ADULT


def end_of_time(case: Case, rule: RetentionRule) -> datetime.date:
    """The first day on which it needn't be kept any more: years after closing, and not before an age."""
    closed = case.closed_on or case.opened_on
    day = years_later(closed, rule.years)
    if rule.until_age is not None and case.person.birth_year is not None:
        day = max(day, datetime.date(case.person.birth_year + rule.until_age + 1, 1, 1))
    return day


def years_later(day: datetime.date, years: int) -> datetime.date:
    """The same day of another year."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return datetime.date(day.year + years, 3, 1)
