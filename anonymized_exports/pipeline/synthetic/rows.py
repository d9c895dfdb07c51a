"""Synthetic rows from the published figures of a release, and how far their counts are from those.

Nothing else goes in, so that it costs no budget and reveals nothing that the figures don't (differential privacy is
closed under post-processing: Dwork and Roth 2014, proposition 2.1). Columns are answered one after the other, each
raked to the margins it shares with those before it (docs/decisions/0045). A cell that is published as 0 or as not clear
of the noise gets no row: where no combination is left, the answer is blank.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from anonymized_exports.pipeline.refine import Estimate
from anonymized_exports.pipeline.schema import Workload
from anonymized_exports.pipeline.synthetic.margins import Column, Margin, columns_of, margins_of, total_of
from anonymized_exports.pipeline.synthetic.step import answer


@dataclass(frozen=True)
class Distance:
    """How far rows are from published counts of so many answers at once, in people, over cells clear of the noise."""

    answers: int
    cells: int
    largest: int
    mean: float


@dataclass(frozen=True)
class SyntheticRows:
    """Rows by column, as places in its answers, the last place being blank; and how far their counts are off."""

    seed: int
    columns: tuple[Column, ...]
    answers: NDArray[np.int64]
    distances: tuple[Distance, ...]

    def __len__(self) -> int:
        """Rows."""
        return len(self.answers)


def synthesize(estimates: dict[str, Estimate], workload: Workload, seed: int) -> SyntheticRows:
    """As many rows as the published total. The same figures and seed give the same rows."""
    columns, margins = columns_of(workload), margins_of(estimates, workload)
    number, rng = total_of(estimates, workload), np.random.default_rng(seed)
    rows: dict[str, NDArray[np.int64]] = {}
    flags = np.zeros(number, dtype=np.int64)
    for column in in_order(columns, margins):
        full = (flags >= workload.flag_cap) & column.is_flag
        rows[column.name] = answer(column, margins, rows, full, rng) if number else flags
        flags = flags + (column.is_flag & (rows[column.name] == 0))
    answers = np.column_stack([rows[column.name] for column in columns])[rng.permutation(number)]
    return SyntheticRows(seed, columns, answers, distances(columns, answers, margins))


def in_order(columns: tuple[Column, ...], margins: tuple[Margin, ...]) -> list[Column]:
    """Questions before flags; first those that a table tells about together with earlier ones alone; short ones first.

    What comes later gives way where tables leave no combination for both.
    """
    ordered: list[Column] = []
    while left := [column for column in columns if column not in ordered]:
        known = {column.name for column in ordered}

        def rank(one: Column, known: set[str] = known) -> tuple[bool, bool, int]:
            met = any(one.name in m.columns and set(m.columns) <= {one.name, *known} for m in margins)
            return one.is_flag, not met, len(one.answers)

        ordered.append(min(left, key=rank))
    return ordered


def distances(
    columns: tuple[Column, ...], answers: NDArray[np.int64], margins: tuple[Margin, ...]
) -> tuple[Distance, ...]:
    """By how many columns a count is of."""
    place = {column.name: i for i, column in enumerate(columns)}
    off: dict[int, list[NDArray[np.int64]]] = {}
    for margin in margins:
        chosen = answers[:, [place[name] for name in margin.columns]]
        cells = np.ravel_multi_index(tuple(chosen.T), margin.value.shape)
        counts = np.bincount(cells, minlength=margin.value.size).reshape(margin.value.shape)
        off.setdefault(len(margin.columns), []).append(np.abs(counts - margin.value)[margin.told])
    return tuple(_distance(size, np.concatenate(cells)) for size, cells in sorted(off.items()))


def _distance(size: int, off: NDArray[np.int64]) -> Distance:
    return Distance(size, len(off), int(off.max(initial=0)), float(off.mean()) if len(off) else 0.0)
