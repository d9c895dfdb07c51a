"""Published tables as margins of rows: which cells have to be met, and which combinations may be in a row at all.

A flag is a question with one answer, 1; no answer is its blank. Every array here has one place more on each axis than
the question has answers: the last one stands for blank.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from anonymized_exports.pipeline.refine import Estimate
from anonymized_exports.pipeline.schema import Workload


@dataclass(frozen=True)
class Column:
    """One column of the rows: a question of the list of tables, or a flag."""

    name: str
    answers: tuple[str, ...]
    is_flag: bool = False

    @property
    def blank(self) -> int:
        """The place of no answer."""
        return len(self.answers)


@dataclass(frozen=True)
class Margin:
    """People by some columns. `told` says which cells are published as clear of the noise; others never get a row.

    `may` also says it where some of the columns are blank.
    """

    columns: tuple[str, ...]
    value: NDArray[np.int64]
    told: NDArray[np.bool_]
    may: NDArray[np.bool_]


def columns_of(workload: Workload) -> tuple[Column, ...]:
    """Columns that some table tells about: questions in published order, then flags."""
    asked = {variable.name for table in workload.tables for variable in table.by}
    questions = [Column(v.name, v.keys) for v in workload.variables if v.name in asked]
    flags = workload.flags if any(table.flags for table in workload.tables) else ()
    return (*questions, *(Column(flag.name, ("1",), True) for flag in flags))


def margins_of(estimates: dict[str, Estimate], workload: Workload) -> tuple[Margin, ...]:
    """Every table as margins; a table of flags gives one for each flag or pair of flags. The total gives none."""
    found: list[tuple[tuple[str, ...], NDArray[np.int64], NDArray[np.bool_]]] = []
    for table in workload.tables:
        one, by = estimates[table.name], tuple(variable.name for variable in table.by)
        for names, value, clear in zip(workload.flag_keys(table), one.value, one.reliable, strict=True):
            shape = (*(1 for _flag in names), *value.shape)
            if columns := (*names, *by):
                found.append((columns, value.reshape(shape), (clear & (value > 0)).reshape(shape)))
    told = {frozenset(columns): (columns, clear) for columns, _value, clear in found}
    flags = {flag.name for flag in workload.flags}
    return tuple(
        Margin(columns, _wider(value), _wider(clear), _may(columns, clear, told, len(flags & set(columns))))
        for columns, value, clear in found
    )


def total_of(estimates: dict[str, Estimate], workload: Workload) -> int:
    """The published number of people."""
    name = next(table.name for table in workload.tables if not table.by and not table.flags)
    return int(estimates[name].value.sum())


def _wider(cells: NDArray) -> NDArray:
    return np.pad(cells, [(0, 1)] * cells.ndim)


def _may(
    columns: tuple[str, ...],
    clear: NDArray[np.bool_],
    told: dict[frozenset[str], tuple[tuple[str, ...], NDArray[np.bool_]]],
    flags: int,
) -> NDArray[np.bool_]:
    """What may be in a row, by what is blank: the table of just the answered columns says, or else any cell beyond.

    The first `flags` columns are flags: without one of them a row isn't in this table at all.
    """
    may = np.zeros([size + 1 for size in clear.shape], dtype=bool)
    axes = range(len(columns))
    for answered in _subsets(axes):
        place = tuple(slice(0, -1) if axis in answered else -1 for axis in axes)
        names = [columns[axis] for axis in answered]
        if not names or not set(range(flags)) <= set(answered):
            may[place] = True
        elif known := told.get(frozenset(names)):
            may[place] = np.transpose(known[1], [known[0].index(name) for name in names])
        else:
            may[place] = clear.any(axis=tuple(axis for axis in axes if axis not in answered))
    return may


def _subsets(axes: Iterable[int]) -> Iterable[tuple[int, ...]]:
    listed = list(axes)
    return (chosen for size in range(len(listed) + 1) for chosen in combinations(listed, size))
