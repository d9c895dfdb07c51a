"""Better estimates from the noisy vectors alone (post-processing: costs no privacy).

Tables that overlap tell the same thing twice. Every table is the sum of parts: the total, what each variable adds to
it, what each pair of variables adds to that. Different parts carry independent noise, and each part is measured by
every table that has its variables, so that the inverse-variance mean of each part is the best linear unbiased estimate
of all tables together, adds up everywhere, and has an exact σ (the residuals of ResidualPlanner: Xiao et al. 2023).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import prod, sqrt

import numpy as np
from numpy.typing import NDArray

from anonymized_exports.pipeline.interval import of_counts
from anonymized_exports.pipeline.measure import Vectors
from anonymized_exports.pipeline.schema import Table, Variable, Workload

WIDE_TABLE = 1000  # cells; from here on an estimate must stand 4 σ out, below 3 σ, to be called reliable
Part = tuple[Variable, ...]
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """One refined table. All arrays have the table's shape; `sigma` is one number of people."""

    noisy: NDArray[np.int64]
    value: NDArray[np.int64]
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    reliable: NDArray[np.bool_]
    sigma: float


def refine(noisy: Vectors, sigmas: dict[str, float], workload: Workload) -> dict[str, Estimate]:
    """Estimates for every table from noisy vectors; `sigmas` gives the σ of the cells of each table as drawn."""
    estimates = {}
    for kind in (0, 1, 2):
        tables = [table for table in workload.tables if table.flags == kind]
        parts = {part: _measured(part, tables, noisy, sigmas) for table in tables for part in _parts(table)}
        for table in tables:
            mean, variance = _together(table, parts)
            estimates[table.name] = _estimate(noisy[table.name], mean, sqrt(variance))
    return estimates


def _parts(table: Table) -> Iterator[Part]:
    """Every set of the table's variables, in one order for all tables."""
    ordered = sorted(table.by, key=lambda variable: variable.name)
    for size in range(len(ordered) + 1):
        yield from combinations(ordered, size)


def _measured(part: Part, tables: list[Table], noisy: Vectors, sigmas: dict[str, float]) -> tuple[Array, float]:
    """What these variables add, and 1 / its precision, averaged over all tables that have them."""
    sums, weights = [], []
    for table in tables:
        if set(part) <= set(table.by):
            sums.append(_residual(part, table, noisy[table.name]))
            weights.append(1 / (sigmas[table.name] ** 2 * _cells(set(table.by) - set(part))))
    return np.average(sums, axis=0, weights=weights), 1 / sum(weights)


def _residual(part: Part, table: Table, cells: NDArray[np.int64]) -> Array:
    """The sums of a table over all other variables, less what fewer variables tell. The first axis is the flags'."""
    others = tuple(axis for axis, variable in enumerate(table.by, 1) if variable not in part)
    left = [variable for variable in table.by if variable in part]
    sums = np.transpose(cells.sum(axis=others), (0, *(left.index(v) + 1 for v in part))).astype(np.float64)
    for axis in range(1, len(part) + 1):
        sums = sums - sums.mean(axis=axis, keepdims=True)
    return sums


def _together(table: Table, parts: dict[Part, tuple[Array, float]]) -> tuple[Array, float]:
    """A table put together from its parts, and the variance of each of its cells."""
    mean, variance = np.zeros(1), 0.0
    for part in _parts(table):
        cells, inverse = parts[part]
        spread = _cells(set(table.by) - set(part))
        order = (0, *(part.index(v) + 1 for v in table.by if v in part))
        missing = tuple(axis for axis, v in enumerate(table.by, 1) if v not in part)
        mean = mean + np.expand_dims(np.transpose(cells, order), missing) / spread
        variance += inverse * prod(1 - 1 / len(v.codes) for v in part) / spread**2
    return mean, variance


def _cells(variables: set[Variable]) -> int:
    return prod(len(variable.codes) for variable in variables)


def _estimate(noisy: NDArray[np.int64], mean: Array, sigma: float) -> Estimate:
    value = np.maximum(np.rint(mean), 0).astype(np.int64)
    low, high = of_counts(mean, sigma)
    needed = 4 if prod(mean.shape) >= WIDE_TABLE else 3
    return Estimate(
        noisy=noisy,
        value=value,
        low=np.minimum(low, value),
        high=np.maximum(high, value),
        reliable=mean >= needed * sigma,
        sigma=sigma,
    )
