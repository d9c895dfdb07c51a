"""95 % intervals for counts that can't be negative: Feldman and Cousins, "Unified approach to the classical statistical
analysis of small signals", Physical Review D 57 (1998).

Cutting a symmetric interval off at 0 holds the true zeros too often. This one holds every true count with the same
95 %: two-sided when the estimate is clear of 0, else from 0 to an upper limit, and never empty.
"""

from functools import cache
from math import erf, sqrt

import numpy as np
from numpy.typing import NDArray

HOLDS = 0.95
Z95 = 1.959963984540054
Array = NDArray[np.float64]

_cdf = np.vectorize(lambda z: (1 + erf(z / sqrt(2))) / 2, otypes=[float])


def of_counts(mean: Array, sigma: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The smallest and largest whole number of people in the interval around unbiased estimates with this σ."""
    true, first, last = _accepted()
    z = mean / sigma
    low = np.where(z >= last[-1], z - Z95, np.interp(z, last, true, left=0.0))
    high = np.where(z >= 0, z + Z95, np.interp(z, first, true))
    return np.ceil(low * sigma).astype(np.int64), np.floor(high * sigma).astype(np.int64)


@cache
def _accepted() -> tuple[Array, Array, Array]:
    """For true values up to where both sides count alike: the estimates that speak for each, all in units of σ.

    The end is found by halving: estimates enter in the order of their likelihood beside that of the best true value
    that isn't negative, until they hold 95 %.
    """
    true = np.geomspace(1e-4, Z95, 500)
    below, above = true, true + Z95 + 1
    for _ in range(60):
        last = (below + above) / 2
        short = _cdf(last - true) - _cdf(_first(true, last) - true) < HOLDS
        below, above = np.where(short, last, below), np.where(short, above, last)
    return true, _first(true, above), above


def _first(true: Array, last: Array) -> Array:
    """The estimate below 0 that is as likely, in that order, as `last` above it."""
    return (true**2 - (last - true) ** 2) / (2 * true)
