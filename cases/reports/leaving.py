"""A report as it may leave the organization: its tables together, small numbers withheld in all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from .dimensions import GROUP_OF_AGE, OPEN_ENDED
from .tables import REST, Cell, Crossed, Table, drawn, rested
from .withholding import ALL, COLUMN, Key, of_cross, of_list, of_overlapping, of_pairs


@dataclass(frozen=True)
class Leaving:
    """What may be told. `people` None: so few that nothing is told; `whole` are titles of tables withheld whole."""

    people: int | None
    services: int | None
    tables: list[Table] = field(default_factory=list)
    crossed: Crossed | None = None
    whole: list[Any] = field(default_factory=list)


def leaving(
    found: Iterable[Table], crossed: Crossed | None, *, people: int, services: int, least: int, rows: str = "",
    columns: str = "",
) -> Leaving:  # fmt: skip
    """The tables without what is small. The margins of a table of two questions are those questions' own tables."""
    if people < least:
        return Leaving(None, None)
    tables = {table.code: table for table in found}
    hidden: dict[str, set[Key]] = {}
    whole: list[Any] = []
    if crossed is not None:
        crossed = _unnamed(crossed, tables, least, rows, columns)
        withheld = _of_both(crossed, least, rows, columns)
        if withheld is None:
            whole.append(crossed.title)
            crossed = None
        else:
            crossed = _without(crossed, withheld)
            hidden = {rows: withheld, columns: _of_columns(withheld)}
            tables |= _margins(tables, crossed, rows, columns)
    told = []
    for table in tables.values():
        if table.code == "minor":
            continue  # with the ages, whose sums these are
        one = _told(table, tables.get("minor"), people, least, hidden.get(table.code))
        told += [drawn(each) for each in one]
        whole += [] if one else [table.title]
    return Leaving(people, services, told, crossed, whole)


def _unnamed(crossed: Crossed, tables: Mapping[str, Table], least: int, rows: str, columns: str) -> Crossed:
    """Of a long list the answers that its own table doesn't name stand in the line of the others."""
    for axis, side in enumerate((rows, columns)):
        if side in OPEN_ENDED and side in tables:
            withheld = of_list({cell.code: cell.people or 0 for cell in tables[side].cells}, least)
            crossed = rested(crossed, axis, {code for (code,) in withheld})
    return crossed


def _of_both(crossed: Crossed, least: int, rows: str, columns: str) -> set[Key] | None:
    """What to withhold of a table of two questions; None: all of it. Ages are grouped on whichever side they stand."""
    numbers = {at: n or 0 for at, n in crossed.numbers.items()}
    if columns != "age":
        withheld, all_of_it = of_cross(numbers, least, GROUP_OF_AGE if rows == "age" else None)
        return None if all_of_it else withheld
    turned, all_of_it = of_cross({(b, a): n for (a, b), n in numbers.items()}, least, GROUP_OF_AGE)
    return None if all_of_it else {_turned(key) for key in turned}


def _turned(key: Key) -> Key:
    """(row, column) as (column, row); a margin as the other side's; sums of ages stay."""
    if len(key) == 1:
        return (COLUMN, key[0])
    return key if key[0] == ALL else (key[1],) if key[0] == COLUMN else (key[1], key[0])


def _of_columns(withheld: set[Key]) -> set[Key]:
    """The margin of the columns, as of a list."""
    return {key if key[0] == ALL else (key[1],) for key in withheld if key[0] in (ALL, COLUMN)}


def _without(crossed: Crossed, withheld: set[Key]) -> Crossed:
    numbers = {at: None if at in withheld else n for at, n in crossed.numbers.items()}
    rows = [replace(row, people=None) if (row.code,) in withheld else row for row in crossed.rows]
    columns = [replace(col, people=None) if (COLUMN, col.code) in withheld else col for col in crossed.columns]
    return replace(crossed, rows=rows, columns=columns, numbers=numbers)


def _margins(tables: dict[str, Table], crossed: Crossed, rows: str, columns: str) -> dict[str, Table]:
    """The tables of both questions with the rows that stand in the margins, a long list as its largest and the rest."""
    sides = {rows: crossed.rows, columns: crossed.columns}
    return {side: replace(tables[side], cells=cells) for side, cells in sides.items() if side in tables}


def _told(table: Table, ages: Table | None, people: int, least: int, hidden: set[Key] | None) -> list[Table]:
    if table.several:
        return _overlapping(table, people, least)
    groups = GROUP_OF_AGE if table.code == "age" else None
    numbers = {cell.code: cell.people or 0 for cell in table.cells}
    if hidden is None:
        hidden = of_list(numbers, least, groups)
        if hidden >= {(code,) for code in numbers} and hidden:
            return []
        table = _masked(table, hidden)
    made = [_folded(table) if table.code in OPEN_ENDED else table]
    if ages is not None and groups:
        made.append(_groups(ages, hidden))
    return made


def _groups(ages: Table, hidden: set[Key]) -> Table:
    cells = [replace(cell, people=None) if (ALL, cell.code) in hidden else cell for cell in ages.cells]
    return replace(ages, cells=cells)


def _masked(table: Table, hidden: set[Key]) -> Table:
    cells = [replace(cell, people=None, services=None) if (cell.code,) in hidden else cell for cell in table.cells]
    return replace(table, cells=cells)


def _overlapping(table: Table, people: int, least: int) -> list[Table]:
    if table.counts_services:
        hidden = of_pairs({cell.code: (cell.people or 0, cell.services or 0) for cell in table.cells}, people, least)
    else:
        hidden = of_overlapping({cell.code: cell.people or 0 for cell in table.cells}, people, least)
    if hidden and hidden >= {cell.code for cell in table.cells}:
        return []
    return [_masked(table, {(code,) for code in hidden})]


def _folded(table: Table) -> Table:
    """A long list: what is withheld isn't named, and stands in one line."""
    kept = [cell for cell in table.cells if cell.people is not None]
    few = len(kept) < len(table.cells)
    return replace(table, cells=[*kept, Cell(REST, _("Others together"), None)] if few else kept)
