"""Exact counts, taken in PostgreSQL: one statement, plain GROUP BY and count(*) FILTER, over the door alone.

The result never leaves this process as it is: `protect` adds the noise and overwrites it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anonymized_exports.pipeline.bound import DOOR, PSEUDONYM, bounded_rows
from anonymized_exports.pipeline.errors import CountRefused
from anonymized_exports.pipeline.schema import Table, Workload

Row = Sequence[Any]
Query = Callable[[str], Iterable[Row]]
Vectors = dict[str, NDArray[np.int64]]

ONE_ROW_EACH = f"SELECT count(*) = count(DISTINCT {PSEUDONYM}) FROM {DOOR}"  # noqa: S608 - constants only


def statement(workload: Workload) -> str:
    """The counting statement: each row is a table's number, its codes, and its counts (one per flag)."""
    selects = [_select(i, table, workload) for i, table in enumerate(workload.tables)]
    return f"WITH bounded AS MATERIALIZED (\n  {bounded_rows(workload)}\n)\n" + "\nUNION ALL\n".join(selects)


def require_one_row_each(query: Query) -> None:
    """Refuse if the door gives somebody twice: it is made so that it can't, and this only says yes or no."""
    if [tuple(row) for row in query(ONE_ROW_EACH)] != [(True,)]:
        raise CountRefused("more_than_one_row")


def count(workload: Workload, query: Query) -> Vectors:
    """All tables, asked inside the caller's repeatable-read transaction.

    Raises CountRefused if a person is there twice or a code is outside the public lists.
    """
    require_one_row_each(query)
    vectors: Vectors = {t.name: np.zeros(workload.shape(t), dtype=np.int64) for t in workload.tables}
    places = [_places(table) for table in workload.tables]
    for number, codes, counts in query(statement(workload)):
        cells = vectors[workload.tables[number].name]
        index: tuple[slice | int, ...] = (slice(None), *_place(places[number], codes))
        cells[index] = counts
    return vectors


def _select(number: int, table: Table, workload: Workload) -> str:
    columns = ", ".join(variable.column for variable in table.by)
    group = f" GROUP BY {columns}" if columns else ""
    codes = f"ARRAY[{columns}]::text[]"
    return f"SELECT {number}, {codes}, ARRAY[{', '.join(_counts(table, workload))}] FROM bounded{group}"  # noqa: S608


def _counts(table: Table, workload: Workload) -> Iterator[str]:
    bit = {flag.name: 1 << i for i, flag in enumerate(workload.flags)}
    for names in workload.flag_keys(table):
        mask = sum(bit[name] for name in names)
        yield f"count(*) FILTER (WHERE flags & {mask} = {mask})" if mask else "count(*)"


def _places(table: Table) -> list[dict[str, int]]:
    return [{key: i for i, key in enumerate(variable.keys)} for variable in table.by]


def _place(places: list[dict[str, int]], codes: Sequence[str]) -> tuple[int, ...]:
    """Where a row's codes stand in the table. A code outside the public list stops the run."""
    try:
        return tuple(place[code] for place, code in zip(places, codes, strict=True))
    except KeyError:
        raise CountRefused("code_outside_list") from None
