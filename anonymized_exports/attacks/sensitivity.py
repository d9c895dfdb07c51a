"""Drop a person and count again, in PostgreSQL, by the export's own SQL: what does each table lose?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from anonymized_exports.attacks import people
from anonymized_exports.attacks.finding import Finding
from anonymized_exports.attacks.people import People
from anonymized_exports.pipeline import measure
from anonymized_exports.pipeline.measure import Query, Vectors
from anonymized_exports.pipeline.schema import Workload

BYSTANDERS = 60
TOLD = "the most that any cell of any table changes when one of {n} made-up people is left out"
TOLD_SQUARED = "the most that a table changes in square beyond what its noise is made for, by table"


@dataclass(frozen=True)
class Change:
    """The most that leaving one person out changed, by table: in one cell, and in square over all cells."""

    cell: dict[str, int]
    squared: dict[str, int]


def attack(workload: Workload, query: Query, people_dropped: int, seed: int) -> tuple[list[Finding], Change]:
    """Findings, and the largest change that was seen, which the white-box audit goes on with."""
    pool = crowd(workload, people_dropped + BYSTANDERS, seed)
    change = largest_change(workload, query, pool, people_dropped)
    found = Finding("sensitivity", TOLD.format(n=people_dropped), max(change.cell.values()), 1)
    beyond = max(change.squared[t.name] - workload.squared_sensitivity(t) for t in workload.tables)
    twice = largest_change(workload, query, pool, 2, door=_doubled)
    mutant = Finding("sensitivity", "mutant: people aren't deduplicated", max(twice.cell.values()), 1, mutant=True)
    return [found, Finding("sensitivity", TOLD_SQUARED, beyond, 0), mutant], change


def crowd(workload: Workload, number: int, seed: int) -> People:
    """Made-up people; every fourth has all flags, which the SQL must cap."""
    pool = people.made_up(workload, number, seed)
    flags = pool.flags.copy()
    flags[::4] = True
    return replace(pool, flags=flags)


def largest_change(
    workload: Workload, query: Query, pool: People, dropped: int, door: object = people.as_rows
) -> Change:
    """Leave out the first `dropped` people, one after the other."""
    changes = list(_changes(workload, query, pool, dropped, door))
    cell = {t.name: max(int(np.abs(c[t.name]).max()) for c in changes) for t in workload.tables}
    squared = {t.name: max(int((c[t.name] ** 2).sum()) for c in changes) for t in workload.tables}
    return Change(cell, squared)


def _changes(workload: Workload, query: Query, pool: People, dropped: int, door: object) -> Iterator[Vectors]:
    everybody = measure.tally(workload, query, door(workload, pool))  # type: ignore[operator]
    for person in range(dropped):
        others = door(workload, pool.of(np.arange(len(pool)) != person))  # type: ignore[operator]
        without = measure.tally(workload, query, others)
        yield {name: everybody[name] - without[name] for name in everybody}


def _doubled(workload: Workload, pool: People) -> str:
    rows = people.as_rows(workload, pool)
    return f"(SELECT * FROM {rows} AS a UNION ALL SELECT * FROM {rows} AS b)"  # noqa: S608 - made-up codes
