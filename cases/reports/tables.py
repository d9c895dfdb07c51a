"""Counts as tables: every one of a report, with its rows in order and in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from cases.catalogue import label as service_label
from cases.models import Project

from .asked import Asked
from .counting import Counts
from .dimensions import AGES, LABELS, OPEN_ENDED, TITLES

LARGEST = 15  # of a long list, in a table of two questions
REST = "rest"


@dataclass(frozen=True)
class Cell:
    """A row of a table. None: withheld. `services` is nothing where services aren't counted by this question."""

    code: str
    label: Any
    people: int | None
    services: int | None = None
    width: float = 0


@dataclass(frozen=True)
class Table:
    """People by one question. `several`: one person may stand in more than one row."""

    code: str
    title: Any
    cells: list[Cell]
    several: bool = False
    counts_services: bool = False


@dataclass(frozen=True)
class Crossed:
    """People by two questions; `numbers` by the codes of row and column, None where withheld."""

    title: Any
    rows: list[Cell]
    columns: list[Cell]
    numbers: Mapping[tuple[str, str], int | None]

    @property
    def lines(self) -> list[tuple[Cell, list[int | None]]]:
        """Each row with its numbers from column to column."""
        return [(row, [self.numbers.get((row.code, col.code), 0) for col in self.columns]) for row in self.rows]


def tables(counts: Counts, asked: Asked, user: User) -> list[Table]:
    """The tables of a report, exact."""
    names = labels(user)
    single = [
        _table(code, {key: (n, 0) for key, n in counts.single.get(code, {}).items()}, names)
        for code in ("sex", "minor", "age", "returning", "citizenship")
    ]
    several = [_table(code, counts.several.get(code, {}), names) for code in ("service", "exploitation")]
    if not asked.project:
        several.append(_table("project", counts.several.get("project", {}), names))
    return [table for table in (*several, *single) if table.cells]


def crossed(counts: Counts, asked: Asked, user: User) -> Crossed | None:
    """The table of two questions, exact; a long list as its largest and the rest."""
    if not asked.crosses or not counts.crossed:
        return None
    names = labels(user)
    kept = {side: _kept(counts, side) for side in (asked.rows, asked.columns)}
    numbers: dict[tuple[str, str], int] = {}
    for (row, column), number in counts.crossed.items():
        at = (row if row in kept[asked.rows] else REST, column if column in kept[asked.columns] else REST)
        numbers[at] = numbers.get(at, 0) + number
    sides = [_side(numbers, axis, side, names) for axis, side in enumerate((asked.rows, asked.columns))]
    title = f"{TITLES[asked.rows]} × {TITLES[asked.columns]}"
    return Crossed(title, sides[0], sides[1], numbers)


def rested(crossed: Crossed, axis: int, codes: Collection[str]) -> Crossed:
    """The same with these answers of one side in the line of the others."""
    side = crossed.columns if axis else crossed.rows
    kept = [cell for cell in side if cell.code not in codes and cell.code != REST]
    if len(kept) == len(side):
        return crossed
    rest = sum(cell.people or 0 for cell in side) - sum(cell.people or 0 for cell in kept)
    numbers: dict[tuple[str, str], int | None] = {}
    for (row, column), number in crossed.numbers.items():
        at = (row, REST if column in codes else column) if axis else (REST if row in codes else row, column)
        numbers[at] = (numbers.get(at) or 0) + (number or 0)
    side = [*kept, Cell(REST, _("Others"), rest)]
    return replace(crossed, numbers=numbers, **{"columns" if axis else "rows": side})


def labels(user: User) -> dict[str, Any]:
    """How each question's codes are said here."""
    projects = {p.public_id: p.name for p in Project.objects.visible_to(user)}
    return {
        **LABELS,
        "service": lambda code: service_label(user.home, code),
        "project": lambda code: projects.get(code, code),
    }


def drawn(table: Table) -> Table:
    """The same with the lengths of its bars, in hundredths of the largest told."""
    most = max((cell.people or 0 for cell in table.cells), default=0) or 1
    cells = [replace(cell, width=round(100 * (cell.people or 0) / most, 2)) for cell in table.cells]
    return replace(table, cells=cells)


def _table(code: str, numbers: Mapping[str, tuple[int, int]], names: Mapping[str, Any]) -> Table:
    services = code in ("service", "project")
    cells = [Cell(key, _say(code, key, names), people, n if services else None) for key, (people, n) in numbers.items()]
    several = code in ("service", "exploitation", "project")
    return drawn(Table(code, TITLES[code], sorted(cells, key=lambda cell: _place(code, cell)), several, services))


def _say(question: str, code: str, names: Mapping[str, Any]) -> Any:
    if not code and question == "project":
        return _("No project")
    return names[question](code)


def _place(question: str, cell: Cell) -> tuple[Any, ...]:
    if question in ("age", "minor", "returning"):
        order = [*AGES, "minor", "adult", "new", "again"]
        return (cell.code == "", order.index(cell.code) if cell.code in order else 99)
    return (-(cell.people or 0), str(cell.label))


def _kept(counts: Counts, side: str) -> set[str]:
    numbers = counts.single[side]
    largest = sorted(numbers, key=lambda code: (-numbers[code], code))
    return set(largest[:LARGEST] if side in OPEN_ENDED else largest)


def _side(numbers: Mapping[tuple[str, str], int], axis: int, side: str, names: Mapping[str, Any]) -> list[Cell]:
    sums: dict[str, int] = {}
    for at, number in numbers.items():
        sums[at[axis]] = sums.get(at[axis], 0) + number
    cells = [Cell(code, _("Others") if code == REST else names[side](code), n) for code, n in sums.items()]
    return sorted(cells, key=lambda cell: (cell.code == REST, *_place(side, cell)))
