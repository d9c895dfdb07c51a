"""Answer one column for all rows, given what is already answered: fit by raking, round to whole rows, repair.

Raking is iterative proportional fitting (Deming and Stephan 1940) within the combinations that may be at all: of all
distributions that meet the published margins it comes to the one that adds least else (Csiszár 1975).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anonymized_exports.pipeline.synthetic.margins import Column, Margin

ROUNDS = 40  # of raking
NEAR = 0.5  # people; raking ends when no margin is further off, or after ROUNDS
PASSES = 60  # of repair, at most
LOOKED_UP = 60_000  # cells in all moves of a column: long lists of tables are repaired less
MOVES = 400  # of single rows in a pass
GOLDEN = 0.6180339887498949  # multiples of it spread evenly between 0 and 1
Ints = NDArray[np.int64]
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Known:
    """A margin with the new column on its last axis and all others in one: where each group of rows stands in it."""

    at: Ints
    value: Array
    told: NDArray[np.bool_]
    may: NDArray[np.bool_]


def answer(
    column: Column, margins: Sequence[Margin], rows: dict[str, Ints], full: NDArray[np.bool_], rng: np.random.Generator
) -> Ints:
    """The new column: a place in its answers, or its blank, for each row.

    `rows` are the columns answered so far; `full` marks rows that take no further answer.
    """
    about = [margin for margin in margins if column.name in margin.columns]
    used = [name for name in rows if any(name in margin.columns for margin in about)]
    keys = np.column_stack([full, *(rows[name] for name in used)]).astype(np.int16)
    groups, of_row, sizes = np.unique(keys, axis=0, return_inverse=True, return_counts=True)
    of_row = of_row.ravel()
    places = {name: groups[:, i + 1].astype(np.int64) for i, name in enumerate(used)}
    known = [_known(margin, column, places, len(groups)) for margin in about]
    may = np.logical_and.reduce([one.may[one.at] for one in known])
    may &= np.append(np.zeros(len(column.answers), bool), True) | (groups[:, :1] == 0)
    met = [one for one, margin in zip(known, about, strict=True) if set(margin.columns) <= {column.name, *rows}]
    counts = _rounded(_raked(may, sizes.astype(float), met), sizes, may, rng)
    _repair(counts, may, met)
    return _dealt(counts, of_row, sizes, rng)


def _known(margin: Margin, column: Column, places: dict[str, Ints], groups: int) -> Known:
    """Columns that aren't answered yet are taken as blank."""
    axis = margin.columns.index(column.name)
    others = [name for name in margin.columns if name != column.name]
    value = np.moveaxis(margin.value, axis, -1)
    told, may = (np.moveaxis(cells, axis, -1) for cells in (margin.told, margin.may))
    shape = value.shape[:-1]
    at = np.zeros(groups, dtype=np.int64)
    for name, size in zip(others, shape, strict=True):
        at = at * size + places.get(name, np.full(groups, size - 1))
    flat = (-1, value.shape[-1])
    return Known(at, value.reshape(flat).astype(float), told.reshape(flat), may.reshape(flat))


def _raked(may: NDArray[np.bool_], sizes: Array, met: list[Known]) -> Array:
    """How many of each group's rows get each answer, as fractions; margins that contradict each other get near."""
    share = np.ones(may.shape[1])
    for one in met:
        if len(one.value) == 1:  # the column alone
            share = np.where(one.told[0], one.value[0], 0.0)
            share[-1] = max(1.0, sizes.sum() - share.sum())
    fitted = may * share
    fitted *= (sizes / fitted.sum(axis=1))[:, None]
    for _round in range(ROUNDS):
        off = 0.0
        for one in met:
            sums = _sums(one, fitted)
            off = max(off, float(np.abs(np.where(one.told & (sums > 0), one.value - sums, 0)).max(initial=0)))
            factor = np.ones_like(sums)
            np.divide(one.value, sums, out=factor, where=one.told & (sums > 0))
            if fitted.shape[1] == 2:
                fitted[:, 0] *= factor[one.at, 0]
            else:
                fitted *= factor[one.at]
        if off < NEAR:
            break
        fitted *= (sizes / np.maximum(fitted.sum(axis=1), 1e-300))[:, None]
    return fitted


def _sums(one: Known, counts: NDArray) -> Array:
    if counts.shape[1] == 2:  # a flag
        answered = np.bincount(one.at, counts[:, 0], minlength=len(one.value))
        return np.column_stack([answered, np.zeros_like(answered)])
    sums = np.zeros_like(one.value)
    np.add.at(sums, one.at, counts)
    return sums


def _rounded(fitted: Array, sizes: Ints, may: NDArray[np.bool_], rng: np.random.Generator) -> Ints:
    """Whole rows, each group's adding up to its size, and nothing where nothing may be."""
    start = (rng.random() + GOLDEN * np.arange(len(sizes))) % 1
    upto = np.floor(np.cumsum(fitted, axis=1) + start[:, None]).astype(np.int64)
    upto[:, -1] = sizes
    counts = np.diff(np.minimum(upto, sizes[:, None]), axis=1, prepend=0)
    counts[:, -1] += (counts * ~may).sum(axis=1)  # what a last digit put where nothing may be becomes blank
    counts[~may] = 0
    return counts


def _repair(counts: Ints, may: NDArray[np.bool_], met: list[Known]) -> None:
    """Move single rows of a group to another answer, while that brings the margins nearer to what is published.

    Changing one row changes the sum of squared differences by what leaving its cells and entering the new ones does.
    """
    lacking = [np.where(one.told, one.value - _sums(one, counts), 0.0) for one in met]
    every = np.arange(len(counts))
    left = LOOKED_UP // max(1, len(met))
    for _pass in range(PASSES):
        leave, enter = _gains(lacking, met, counts, may)
        origin, goal = leave.argmin(axis=1), enter.argmin(axis=1)
        gain = leave[every, origin] + enter[every, goal]
        moved = 0
        better = np.flatnonzero((gain < 0) & (origin != goal))
        for group in better[np.argsort(gain[better], kind="stable")][: min(MOVES, left)]:
            moved += _move(group, origin[group], goal[group], counts, lacking, met)
        left -= moved
        if not moved or left <= 0:
            return


def _gains(lacking: list[Array], met: list[Known], counts: Ints, may: NDArray[np.bool_]) -> tuple[Array, Array]:
    leave, enter = np.zeros(counts.shape), np.zeros(counts.shape)
    for lack, one in zip(lacking, met, strict=True):
        told = one.told.astype(float)
        leave += (told + 2 * lack)[one.at]
        enter += (told - 2 * lack)[one.at]
    return np.where(counts > 0, leave, np.inf), np.where(may, enter, np.inf)


def _move(group: int, origin: int, goal: int, counts: Ints, lacking: list[Array], met: list[Known]) -> bool:
    """Whether the move still helps after those before it; if so it is made."""
    gain = 0.0
    for lack, one in zip(lacking, met, strict=True):
        at = one.at[group]
        gain += one.told[at, origin] * (1 + 2 * lack[at, origin]) + one.told[at, goal] * (1 - 2 * lack[at, goal])
    if gain >= 0:
        return False
    counts[group, origin] -= 1
    counts[group, goal] += 1
    for lack, one in zip(lacking, met, strict=True):
        at = one.at[group]
        lack[at, origin] += one.told[at, origin]
        lack[at, goal] -= one.told[at, goal]
    return True


def _dealt(counts: Ints, of_row: Ints, sizes: Ints, rng: np.random.Generator) -> Ints:
    """Each group's answers dealt to its rows by chance."""
    order = np.argsort(of_row + rng.random(len(of_row)) * 0.5)
    answers = np.repeat(np.tile(np.arange(counts.shape[1]), len(sizes)), counts.ravel())
    dealt = np.empty(len(of_row), dtype=np.int64)
    dealt[order] = answers
    return dealt
