"""How a report is counted: one statement a table, over the services that the reader sees.

The people of a service that one sees are people one sees (row-level security stands behind each table), so the scope is
asked once, of the services.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import Case as Choose
from django.db.models import Count, Exists, F, Func, OuterRef, Sum, TextField, Value, When
from django.db.models.functions import Coalesce

from casemgr.accounts.models import User
from cases.models import Case, Experience, Person, ServiceRecord, Training

from .asked import Asked
from .dimensions import GROUP_OF_AGE, SINGLE, age_band, answer
from .periods import Period

MEMORY = "128MB"
DELIVERED = ServiceRecord.Outcome.DELIVERED


@dataclass(frozen=True)
class Counts:
    """Exact numbers. `single` by dimension and code; `several` likewise, as (people, services); `crossed` by codes."""

    people: int = 0
    services: int = 0
    single: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    several: Mapping[str, Mapping[str, tuple[int, int]]] = field(default_factory=dict)
    crossed: Mapping[tuple[str, str], int] = field(default_factory=dict)
    at_risk: int = 0
    trained: int = 0
    trainings: int = 0
    people_before: int = 0
    services_before: int = 0


def count(asked: Asked, user: User) -> Counts:
    """Count what is asked, in one snapshot. The caller has checked and written down who reads."""
    with room():
        cells = list(_cube(asked, user))
        before, earlier = totals(asked, asked.period.before, user)
        services = _services(asked, user)
        taught = Training.objects.visible_to(user).filter(**_within("held_on", asked.period))
        if asked.project:
            taught = taught.filter(project__public_id=asked.project)
        training = taught.aggregate(n=Count("pk"), people=Sum("people"))
        apart = Case.Kind.AT_RISK if asked.kind == Case.Kind.SURVIVOR else Case.Kind.SURVIVOR
        return Counts(
            people=sum(cell["n"] for cell in cells),
            services=sum(number for _people, number in services.values()),
            single=_tables(cells),
            several={
                "service": services,
                "exploitation": _exploitation(asked, user),
                "project": _by_project(asked, user),
            },
            crossed=_crossed(cells, asked),
            at_risk=totals(asked, asked.period, user, kind=apart)[0],
            trained=training["people"] or 0,
            trainings=training["n"],
            people_before=before,
            services_before=earlier,
        )


@contextmanager
def room() -> Iterator[None]:
    """A transaction with memory for counting, and without a compiler that costs more than it saves."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('work_mem', %s, true), set_config('jit', 'off', true)", [MEMORY])
        yield


def given(asked: Asked, user: User, period: Period | None = None, *, kind: str = "") -> Any:
    """The services given in the period, as far as they are asked for and seen."""
    rows = ServiceRecord.objects.visible_to(user).filter(outcome=DELIVERED, case__kind=kind or asked.kind)
    rows = rows.filter(**_within("on_date", period or asked.period))
    if asked.service:
        rows = rows.filter(service_code=asked.service)
    if asked.project:
        rows = rows.filter(project=None) if asked.project == "none" else rows.filter(project__public_id=asked.project)
    return rows.order_by()


def totals(asked: Asked, period: Period, user: User, *, kind: str = "") -> tuple[int, int]:
    """People and services of a period."""
    found = given(asked, user, period, kind=kind).aggregate(people=Count("person_id", distinct=True), n=Count("pk"))
    return found["people"], found["n"]


def people_of(services: Any) -> Any:
    """The people behind services that the reader sees."""
    return Person.objects.unscoped("people of services that the reader sees").filter(
        pk__in=services.values("person_id")
    )


def _within(column: str, period: Period) -> dict[str, datetime.date]:
    return {f"{column}__gte": period.first, f"{column}__lt": period.after}


def _cube(asked: Asked, user: User) -> Iterable[dict[str, Any]]:
    """People by all the questions that have one answer each: every table and margin is a sum over it."""
    first = asked.period.first
    earlier = ServiceRecord.objects.visible_to(user).filter(outcome=DELIVERED, on_date__lt=first)
    again = Choose(
        When(Exists(earlier.filter(person_id=OuterRef("pk"))), then=Value("again")),
        default=Value("new"),
        output_field=TextField(),
    )
    people = people_of(given(asked, user)).order_by()
    return people.values(
        sex=answer("gender"), from_=answer("citizenship"), age=age_band(first), returning=again
    ).annotate(n=Count("pk"))


def _tables(cells: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    found: dict[str, Counter[str]] = {name: Counter() for name in (*SINGLE, "minor")}
    for cell in cells:
        for name in SINGLE:
            found[name][_code(cell, name)] += cell["n"]
        found["minor"][GROUP_OF_AGE.get(cell["age"], "")] += cell["n"]
    return {name: dict(numbers) for name, numbers in found.items()}


def _crossed(cells: Iterable[Mapping[str, Any]], asked: Asked) -> dict[tuple[str, str], int]:
    found: Counter[tuple[str, str]] = Counter()
    if asked.crosses:
        for cell in cells:
            found[_code(cell, asked.rows), _code(cell, asked.columns)] += cell["n"]
    return dict(found)


def _code(cell: Mapping[str, Any], name: str) -> str:
    return str(cell["from_" if name == "citizenship" else name])


def _services(asked: Asked, user: User) -> dict[str, tuple[int, int]]:
    return _by("service_code", given(asked, user))


def _by_project(asked: Asked, user: User) -> dict[str, tuple[int, int]]:
    rows = given(asked, user).annotate(paid=Coalesce(F("project__public_id"), Value("")))
    return _by("paid", rows)


def _by(column: str, rows: Any) -> dict[str, tuple[int, int]]:
    told = rows.values(column).annotate(people=Count("person_id", distinct=True), n=Count("pk"))
    return {row[column]: (row["people"], row["n"]) for row in told}


def _exploitation(asked: Asked, user: User) -> dict[str, tuple[int, int]]:
    """Of those the reader may read of; nobody's where the role reads no experience."""
    told = Experience.objects.visible_to(user).filter(person_id__in=given(asked, user).values("person_id"))
    form = Func(F("exploitation_types"), function="unnest", output_field=TextField())
    rows = told.order_by().annotate(form=form).values("form").annotate(people=Count("person_id", distinct=True))
    return {row["form"]: (row["people"], 0) for row in rows}
