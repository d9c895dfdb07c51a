"""Does a release say more about those in it than about others like them? After anonymeter (Giomi and others, 2023).

The attacker knows everything about a person but one answer, and takes the likeliest from the published tables: by the
other question of a table of two, or by the first thing that is true of the person where a list has no such table. As
many people are counted as the list of tables is at least for. The control group is as large as that of the people
counted: a smaller one gives false alarms. Two groups are each other's control, so that it doesn't matter if one of them
happens to be easier to guess.
"""

from collections.abc import Callable
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from anonymized_exports.attacks import people
from anonymized_exports.attacks.finding import Finding
from anonymized_exports.attacks.people import People
from anonymized_exports.pipeline import protect, refine
from anonymized_exports.pipeline.schema import Table, Workload

MOST, SURELY, COPY = 0.10, 0.0, 0.80
TOLD = "{secret} guessed from the tables, of {n:,} people counted beyond what is guessed of {n:,} others"
Right = NDArray[np.bool_]


def attack(workload: Workload, rho: float, number: int, seed: int) -> list[Finding]:
    """The risk from the tables and its lower bound; and that of a raw copy of the rows, which must show."""
    table = max((t for t in workload.tables if len(t.by) + t.flags == 2 and t.by), key=_rank)
    size = max(number, workload.smallest_population)
    everybody = people.made_up(workload, 2 * size, seed)
    groups = everybody.of(slice(size)), everybody.of(slice(size, None))
    asked = groups[0].of(slice(number)), groups[1].of(slice(number))
    tables = [_published(workload, table, group, rho) for group in groups]
    risk, error = _risk(lambda place, who: _from_table(table, tables[place], who), asked)
    copied, _error = _risk(lambda place, who: _from_rows(table, asked[place], who), asked)
    told = TOLD.format(secret=table.by[-1].name, n=number)
    return [
        Finding("attribute inference", told, risk, MOST),
        Finding("attribute inference", "the same less 3 standard errors", risk - 3 * error, SURELY),
        Finding("attribute inference", "mutant: the rows themselves are published", copied, COPY, mutant=True),
    ]


def _rank(table: Table) -> tuple[bool, int]:
    """Two questions before one and flags; countries, of which there are most, before others."""
    return table.flags == 0, table.name.count("country")


def _published(workload: Workload, table: Table, group: People, rho: float) -> NDArray[np.int64]:
    """The table as known × secret."""
    noisy, sigmas = protect.protect(people.exact(workload, group), workload, rho)
    estimated = refine.refine(noisy, sigmas, workload)[table.name].value
    return estimated if table.flags else estimated[0]


def _risk(guess: Callable[[int, People], Right], groups: tuple[People, People]) -> tuple[float, float]:
    """How much of what isn't guessed anyway is guessed of those inside; and its standard error.

    `guess` says of whom a guess from the release of the first or the second group is right.
    """
    inside = np.concatenate([guess(place, groups[place]) for place in (0, 1)])
    outside = np.concatenate([guess(place, groups[1 - place]) for place in (0, 1)])
    right, control = float(inside.mean()), float(outside.mean())
    error = sqrt(right * (1 - right) / len(inside) + control * (1 - control) / len(outside)) / (1 - control)
    return (right - control) / (1 - control), error


def _from_table(table: Table, cells: NDArray[np.int64], who: People) -> Right:
    known = who.flags.argmax(axis=1) if table.flags else who.codes[table.by[0].name]
    return np.asarray(cells.argmax(axis=1)[known] == who.codes[table.by[-1].name])


def _from_rows(table: Table, rows: People, who: People) -> Right:
    """The secret of the row that shares most of the other answers with each person."""
    secret = table.by[-1].name
    there, asked = _answers(rows, secret), _answers(who, secret)
    nearest = np.array([(there == person).sum(axis=1).argmax() for person in asked])
    return np.asarray(rows.codes[secret][nearest] == who.codes[secret])


def _answers(who: People, secret: str) -> NDArray[np.int16]:
    codes = [codes for name, codes in who.codes.items() if name != secret]
    return np.column_stack([*codes, who.flags]).astype(np.int16)
