"""The services that a report is about, as far as the reader sees them, and what one reading of them tells.

The people of a service that one sees are people one sees (row-level security stands behind each table), so the scope is
asked once, of the services.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Value
from django.db.models.functions import Coalesce

from casemgr.accounts.models import User
from cases.models import ServiceRecord

from .asked import Asked
from .periods import Period

DELIVERED = ServiceRecord.Outcome.DELIVERED
AT_ONCE = 10_000  # rows


@dataclass(frozen=True)
class Read:
    """Who was given something; people and services by service and by project, as (people, services); how many people
    of the other kind.
    """

    people: frozenset[UUID]
    by_service: Mapping[str, tuple[int, int]]
    by_project: Mapping[str, tuple[int, int]]
    apart: int

    @property
    def services(self) -> int:
        """How many services there were."""
        return sum(number for _people, number in self.by_service.values())


def within(column: str, period: Period) -> dict[str, datetime.date]:
    """The condition that a day lies in the period."""
    return {f"{column}__gte": period.first, f"{column}__lt": period.after}


def _given(asked: Asked, period: Period, user: User) -> Any:
    """The services given to either kind of people, as far as they are asked for and seen."""
    rows = ServiceRecord.objects.visible_to(user).filter(outcome=DELIVERED, **within("on_date", period))
    if asked.service:
        rows = rows.filter(service_code=asked.service)
    if asked.project:
        rows = rows.filter(project=None) if asked.project == "none" else rows.filter(project__public_id=asked.project)
    return rows.order_by()


def read(asked: Asked, period: Period, user: User) -> Read:
    """All services of the period in one statement, of both kinds of people: each policy is asked once a service."""
    services: defaultdict[str, set[Any]] = defaultdict(set)
    projects: defaultdict[str, set[Any]] = defaultdict(set)
    times: Counter[tuple[str, str]] = Counter()
    apart: set[Any] = set()
    rows = _given(asked, period, user).annotate(paid=Coalesce(F("project__public_id"), Value("")))
    told = rows.values_list("case__kind", "person_id", "service_code", "paid").annotate(n=Count("pk"))
    for kind, person, service, paid, number in told.iterator(chunk_size=AT_ONCE):
        if kind != asked.kind:
            apart.add(person)
            continue
        services[service].add(person)
        projects[paid].add(person)
        times.update({("service", service): number, ("project", paid): number})
    return Read(
        frozenset().union(*services.values()),
        {code: (len(people), times["service", code]) for code, people in services.items()},
        {paid: (len(people), times["project", paid]) for paid, people in projects.items()},
        len(apart),
    )
