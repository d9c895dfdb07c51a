"""Better estimates from the noisy vectors alone (post-processing: costs no privacy).

Tables that overlap tell the same sum twice. First each table is averaged with the sums of all larger raw
ones, weighted by their variance (raw tables carry independent noise, so the new σ is exact); then the larger
ones are shifted to add up to the smaller. Shifting never raises σ, and what it lowers is not claimed.
"""

from dataclasses import dataclass
from math import prod, sqrt

import numpy as np
from numpy.typing import NDArray

from anonymized_exports.pipeline.measure import Vectors
from anonymized_exports.pipeline.schema import Table, Workload

Z95 = 1.959963984540054
WIDE_TABLE = 1000  # cells; from here on an estimate must stand 4 σ out, below 3 σ, to be called reliable


@dataclass(frozen=True)
class Estimate:
    """One refined table. All arrays have the table's shape; `sigma` is one number of people."""

    noisy: NDArray[np.int64]
    value: NDArray[np.int64]
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    reliable: NDArray[np.bool_]
    sigma: float


def refine(noisy: Vectors, sigma: float, workload: Workload) -> dict[str, Estimate]:
    """Estimates for every table from noisy vectors whose cells all carry the same σ."""
    tables = sorted(workload.tables, key=lambda table: len(table.by))
    means, sigmas = {}, {}
    for table in tables:
        means[table.name], weight = _average(table, tables, noisy)
        sigmas[table.name] = sigma / sqrt(weight)
    for table in tables:
        _shift(table, tables, means)
    return {t.name: _estimate(noisy[t.name], means[t.name], sigmas[t.name]) for t in tables}


def _average(small: Table, tables: list[Table], noisy: Vectors) -> tuple[np.ndarray, float]:
    """The inverse-variance mean of a table and of what larger raw tables sum to; and 1/variance, in 1/σ²."""
    weights, sums = [1.0], [noisy[small.name].astype(np.float64)]
    for large in _above(small, tables):
        axes, cells = _axes(small, large)
        weights.append(1 / cells)
        sums.append(_aligned(noisy[large.name].sum(axis=axes), small, large))
    return np.average(sums, axis=0, weights=weights), sum(weights)


def _shift(large: Table, tables: list[Table], means: dict[str, np.ndarray]) -> None:
    """Spread what a table lacks to each one of a variable less evenly over its cells."""
    for small in tables:
        if len(small.by) == len(large.by) - 1 and large in _above(small, tables):
            axes, cells = _axes(small, large)
            sums = _aligned(means[large.name].sum(axis=axes), small, large)
            lacking = _aligned(means[small.name] - sums, large, small)
            means[large.name] = means[large.name] + np.expand_dims(lacking / cells, axes)


def _above(small: Table, tables: list[Table]) -> list[Table]:
    """Tables of the same kind with more variables."""
    return [table for table in tables if table.flags == small.flags and set(small.by) < set(table.by)]


def _axes(small: Table, large: Table) -> tuple[tuple[int, ...], int]:
    """The axes that `large` has and `small` lacks, and how many cells they span."""
    axes = tuple(i + 1 for i, variable in enumerate(large.by) if variable not in small.by)
    return axes, prod(len(large.by[axis - 1].codes) for axis in axes)


def _aligned(array: np.ndarray, wanted: Table, given: Table) -> np.ndarray:
    """Reorder the axes shared by two tables from `given`'s order to `wanted`'s."""
    shared = [variable for variable in given.by if variable in wanted.by]
    order = [variable for variable in wanted.by if variable in given.by]
    return np.transpose(array, (0, *(shared.index(variable) + 1 for variable in order)))


def _estimate(noisy: NDArray[np.int64], mean: np.ndarray, sigma: float) -> Estimate:
    low, high = mean - Z95 * sigma, mean + Z95 * sigma
    needed = 4 if prod(mean.shape) >= WIDE_TABLE else 3
    return Estimate(
        noisy=noisy,
        value=_count(np.rint(mean)),
        low=_count(np.floor(low)),
        high=_count(np.ceil(high)),
        reliable=mean >= needed * sigma,
        sigma=sigma,
    )


def _count(values: np.ndarray) -> NDArray[np.int64]:
    return np.maximum(values, 0).astype(np.int64)
