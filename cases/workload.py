"""Who carries how much, and what has been left lying: counted in SQL over the cases a supervisor sees."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from cases.models import Case, Task

STALE = datetime.timedelta(days=30)
WEEK = datetime.timedelta(days=7)
#: Our own rule of thumb for comparing caseloads: an urgent case counts as three ordinary ones, a watched one as two.
WEIGHTS: Mapping[str, int] = {Case.Risk.URGENT: 3, Case.Risk.WATCH: 2}


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

    @property
    def other(self) -> int:
        """Open cases that are neither urgent nor watched."""
        return self.open - self.urgent - self.watch

    @property
    def weight(self) -> int:
        """The open cases by `WEIGHTS`, for comparing colleagues."""
        return self.other + WEIGHTS[Case.Risk.URGENT] * self.urgent + WEIGHTS[Case.Risk.WATCH] * self.watch


def loads(by: User) -> list[Load]:
    """Everybody who has open cases or due tasks, heaviest first; last what nobody has. Errors: NotPermitted."""
    require(by, "assign_case")
    day = today(by.home)
    cases, tasks = _cases(by, day), _tasks(by, day)
    people = User.objects.filter(organization_id=by.home.pk, pk__in={*cases, *tasks} - {None})
    found = [Load(worker, **cases.get(worker.pk, {}), **tasks.get(worker.pk, {})) for worker in people]
    nobody = [Load(None, **cases[None])] if None in cases else []
    return sorted(found, key=lambda load: (-load.weight, -load.overdue, str(load.worker))) + nobody


def _cases(by: User, day: datetime.date) -> dict[UUID | None, dict[str, Any]]:
    risk = {name: Count("pk", filter=Q(risk=name)) for name in (Case.Risk.URGENT, Case.Risk.WATCH)}
    rows = (
        Case.objects.visible_to(by)
        .open()
        .order_by()
        .values("caseworker_id")
        .annotate(open=Count("pk"), stale=Count("pk", filter=Q(updated_at__date__lt=day - STALE)), **risk)
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
