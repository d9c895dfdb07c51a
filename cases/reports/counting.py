"""How a report is counted: one statement a table, and one reading of the services for all that hangs on them.

Each page of figures is counted in `steps`: a generator whose parts, put together, are what was found, as JSON can hold
it. So the numbers of a request and those that were counted apart and kept come from the same statements.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Case as Choose
from django.db.models import Count, Exists, F, Func, OuterRef, Sum, TextField, Value, When
from django.db.models.expressions import RawSQL

from casemgr.accounts.models import User
from cases.models import Experience, Person, ServiceRecord, Training

from .asked import Asked
from .dimensions import GROUP_OF_AGE, SINGLE, age_band, answer
from .given import DELIVERED, read, within

MEMORY = "128MB"
STEPS = 5
Found = dict[str, Any]


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


def steps(asked: Asked, user: User) -> Iterator[Found]:
    """Count what is asked, in `STEPS` steps. The caller has checked who reads, and gives each step `room`."""
    told = read(asked, asked.period, user)
    several = {"service": told.by_service, "project": told.by_project}
    yield {"services": told.services, "at_risk": told.apart}
    before = read(asked, asked.period.before, user)
    yield {"people_before": len(before.people), "services_before": before.services}
    cells = list(_cube(asked, told.people, user))
    crossed = [(row, column, n) for (row, column), n in _crossed(cells, asked).items()]
    yield {"people": sum(cell["n"] for cell in cells), "single": _tables(cells), "crossed": crossed}
    yield {"several": {**several, "exploitation": _exploitation(told.people, user)}}
    taught = Training.objects.visible_to(user).filter(**within("held_on", asked.period))
    if asked.project:
        taught = taught.filter(project__public_id=asked.project)
    training = taught.aggregate(n=Count("pk"), people=Sum("people"))
    yield {"trained": training["people"] or 0, "trainings": training["n"]}


def counts(found: Found) -> Counts:
    """The numbers as a report wants them."""
    several = {question: {code: (n, m) for code, (n, m) in told.items()} for question, told in found["several"].items()}
    crossed = {(row, column): n for row, column, n in found["crossed"]}
    return Counts(**{**found, "several": several, "crossed": crossed})


def at_once(parts: Iterable[Found]) -> Found:
    """All steps in one go, as a request counts."""
    with room():
        return {name: told for part in parts for name, told in part.items()}


@contextmanager
def room() -> Iterator[None]:
    """A transaction with memory for counting, and without a compiler that costs more than it saves."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('work_mem', %s, true), set_config('jit', 'off', true)", [MEMORY])
        yield


def _among(people: Iterable[UUID]) -> RawSQL:
    """These keys as one value, which PostgreSQL joins as it joins a table."""
    return RawSQL("SELECT unnest(%s::uuid[])", [list(people)])


def _cube(asked: Asked, people: Iterable[UUID], user: User) -> Iterable[Mapping[str, Any]]:
    """People by all the questions that have one answer each: every table and margin is a sum over it."""
    first = asked.period.first
    earlier = ServiceRecord.objects.visible_to(user).filter(outcome=DELIVERED, on_date__lt=first)
    again = Choose(
        When(Exists(earlier.filter(person_id=OuterRef("pk"))), then=Value("again")),
        default=Value("new"),
        output_field=TextField(),
    )
    seen = Person.objects.unscoped("people of services that the reader sees").filter(pk__in=_among(people))
    return (
        seen.order_by()
        .values(sex=answer("gender"), from_=answer("citizenship"), age=age_band(first), returning=again)
        .annotate(n=Count("pk"))
    )


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


def _exploitation(people: Iterable[UUID], user: User) -> dict[str, tuple[int, int]]:
    """Of those the reader may read of; nobody's where the role reads no experience."""
    told = Experience.objects.visible_to(user).filter(person_id__in=_among(people))
    form = Func(F("exploitation_types"), function="unnest", output_field=TextField())
    rows = told.order_by().annotate(form=form).values("form").annotate(people=Count("person_id", distinct=True))
    return {row["form"]: (row["people"], 0) for row in rows}
