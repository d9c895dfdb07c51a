"""Exact counts, taken in PostgreSQL: one statement, plain GROUP BY, over the door alone.

People are counted in a few finer cubes, once each, and tables are added up from those (see `rollup`).

The result never leaves this process as it is: `protect` adds the noise and overwrites it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anonymized_exports.pipeline.bound import PSEUDONYM, bounded_rows, door_of
from anonymized_exports.pipeline.errors import CountRefused
from anonymized_exports.pipeline.rollup import cubes
from anonymized_exports.pipeline.schema import Table, Variable, Workload

Row = Sequence[Any]
Query = Callable[[str], Iterable[Row]]
Vectors = dict[str, NDArray[np.int64]]

ONE_ROW_EACH = f"SELECT count(*) = count(DISTINCT {PSEUDONYM}) FROM %s AS door"  # noqa: S608 - constants only


def statement(workload: Workload, door: str = "") -> str:
    """The counting statement: each row is a table's number, its codes, and its counts (one per flag)."""
    number = {table.name: i for i, table in enumerate(workload.tables)}
    parts, selects = [f"bounded AS MATERIALIZED (\n  {bounded_rows(workload, door)}\n)"], []
    for place, cube in enumerate(cubes(workload)):
        rows, added = "bounded", "count(*)"
        if len(cube.tables) > 1:
            rows, added = f"cube_{place}", "sum(people)"
            parts.append(f"{rows} AS MATERIALIZED (\n  {_grouped(cube.by, cube.flags, 'bounded', 'count(*)')}\n)")
        selects += [_select(number[table.name], table, workload, rows, added) for table in cube.tables]
    return "WITH " + ",\n".join(parts) + "\n" + "\nUNION ALL\n".join(selects)


def require_one_row_each(query: Query, workload: Workload, door: str = "") -> None:
    """Refuse if the door gives somebody twice: it is made so that it can't, and this only says yes or no."""
    if [tuple(row) for row in query(ONE_ROW_EACH % (door or door_of(workload)))] != [(True,)]:
        raise CountRefused("more_than_one_row")


def count(workload: Workload, query: Query, door: str = "") -> Vectors:
    """All tables, asked inside the caller's repeatable-read transaction.

    `door` is where people come from; only attacks on made-up people give another.
    Raises CountRefused if a person is there twice or a code is outside the public lists.
    """
    require_one_row_each(query, workload, door)
    return tally(workload, query, door)


def tally(workload: Workload, query: Query, door: str = "") -> Vectors:
    """The counting statement's answer as vectors; whether a person is there twice is not asked."""
    vectors: Vectors = {t.name: np.zeros(workload.shape(t), dtype=np.int64) for t in workload.tables}
    places = [_places(table) for table in workload.tables]
    for number, codes, counts in query(statement(workload, door)):
        cells = vectors[workload.tables[number].name]
        index: tuple[slice | int, ...] = (slice(None), *_place(places[number], codes))
        cells[index] = counts
    return vectors


def _select(number: int, table: Table, workload: Workload, rows: str, added: str) -> str:
    """One table: people added up from its cube, if it counts flags first without the cube's other variables."""
    columns = ", ".join(variable.column for variable in table.by)
    group = f" GROUP BY {columns}" if columns else ""
    if table.flags and added != "count(*)":
        rows = f"({_grouped(table.by, True, rows, added)}) AS less"
    counts = ", ".join(_counts(table, workload, added))
    return f"SELECT {number}, ARRAY[{columns}]::text[], ARRAY[{counts}] FROM {rows}{group}"  # noqa: S608


def _grouped(by: Iterable[Variable], flags: bool, rows: str, added: str) -> str:
    """People by these variables, and by their mask of flags."""
    columns = ", ".join([*(variable.column for variable in by), *(["flags"] if flags else [])])
    return f"SELECT {columns}, {added} AS people FROM {rows} GROUP BY {columns}"  # noqa: S608


def _counts(table: Table, workload: Workload, added: str) -> Iterator[str]:
    bit = {flag.name: 1 << i for i, flag in enumerate(workload.flags)}
    for names in workload.flag_keys(table):
        mask = sum(bit[name] for name in names)
        counted = f"{added} FILTER (WHERE flags & {mask} = {mask})" if mask else added
        yield counted if added == "count(*)" else f"coalesce({counted}, 0)::bigint"


def _places(table: Table) -> list[dict[str, int]]:
    return [{key: i for i, key in enumerate(variable.keys)} for variable in table.by]


def _place(places: list[dict[str, int]], codes: Sequence[str]) -> tuple[int, ...]:
    """Where a row's codes stand in the table. A code outside the public list stops the run."""
    try:
        return tuple(place[code] for place, code in zip(places, codes, strict=True))
    except KeyError:
        raise CountRefused("code_outside_list") from None
