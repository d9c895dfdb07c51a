"""Who carries how much, and what has been left lying: counted in SQL over the cases a supervisor sees."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from cases.actions.staff_care import staff_care_of
from cases.models import Case, StaffCare, Stay, Task

STALE = datetime.timedelta(days=30)
WEEK = datetime.timedelta(days=7)
CHILD = 18


@dataclass(frozen=True)
class Load:
    """One colleague's open work (`worker` None: cases that nobody has)."""

    worker: User | None
    open: int = 0
    urgent: int = 0
    watch: int = 0
    stale: int = 0
    overdue: int = 0
    week: int = 0
    stay: int = 0
    children: int = 0
    care: StaffCare = field(default_factory=StaffCare, compare=False)

    @property
    def other(self) -> int:
        """Open cases that are neither urgent nor watched."""
        return self.open - self.urgent - self.watch

    @property
    def weight(self) -> int:
        """For comparing colleagues: each open case counts one, and more by what the organization set (StaffCare): when
        urgent, when watched, when the person stays in a house, when there are children or the person is one.
        """
        parts = ((self.urgent, self.care.urgent), (self.watch, self.care.watch), (self.stay, self.care.stay))
        return self.open + sum(n * more for n, more in (*parts, (self.children, self.care.children)))


def loads(by: User) -> list[Load]:
    """Everybody who has open cases or due tasks, heaviest first; last what nobody has. Errors: NotPermitted."""
    require(by, "assign_case")
    day, care = today(by.home), staff_care_of(by)
    cases, tasks = _cases(by, day), _tasks(by, day)
    people = User.objects.filter(organization_id=by.home.pk, pk__in={*cases, *tasks} - {None})
    found = [Load(worker, care=care, **cases.get(worker.pk, {}), **tasks.get(worker.pk, {})) for worker in people]
    nobody = [Load(None, care=care, **cases[None])] if None in cases else []
    return sorted(found, key=lambda load: (-load.weight, -load.overdue, str(load.worker))) + nobody


def _cases(by: User, day: datetime.date) -> dict[UUID | None, dict[str, Any]]:
    stays = Stay.objects.visible_to(by).in_house()
    young = Q(person__birth_year__gt=day.year - CHILD) | Q(person__children__gt=0)
    more = {
        "stay": Count("pk", filter=Q(Exists(stays.filter(case_id=OuterRef("pk"))))),
        "children": Count("pk", filter=young),
    }
    risk = {name: Count("pk", filter=Q(risk=name)) for name in (Case.Risk.URGENT, Case.Risk.WATCH)}
    rows = (
        Case.objects.visible_to(by)
        .open()
        .order_by()
        .values("caseworker_id")
        .annotate(open=Count("pk"), stale=Count("pk", filter=Q(updated_at__date__lt=day - STALE)), **risk, **more)
    )
    return _by("caseworker_id", rows)


def _tasks(by: User, day: datetime.date) -> dict[UUID | None, dict[str, Any]]:
    rows = (
        Task.objects.visible_to(by)
        .pending()
        .filter(due_on__lte=day + WEEK)
        .order_by()
        .values("assigned_to_id")
        .annotate(overdue=Count("pk", filter=Q(due_on__lt=day)), week=Count("pk", filter=Q(due_on__gte=day)))
    )
    return _by("assigned_to_id", rows)


def _by(column: str, rows: Iterable[Mapping[str, Any]]) -> dict[UUID | None, dict[str, Any]]:
    return {row[column]: {name: count for name, count in row.items() if name != column} for row in rows}
