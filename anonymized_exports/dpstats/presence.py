"""In which cells of a wide table is anybody at all? Noise makes some empty cells look inhabited, the more the wider.

Each cell is judged by its own count and by what the counts of its answers alone would bring there: where hardly anybody
gave either answer, a few people by the table are most likely noise.
"""

from __future__ import annotations

from math import erfc, pi, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

SQRT_2_PI = sqrt(2 * pi)
CLEAR = 6.0  # σ from which on nobody asks
DISPERSIONS = np.geomspace(0.02, 20, 10)
SURPRISES = np.geomspace(1e-6, 0.1, 11)
Array = NDArray[np.float64]


def chance_empty(values: ArrayLike, expected: ArrayLike, sigma: float) -> Array:
    """How likely each count is 0 in truth, between 0 and 1, in the shape of `values`.

    `values` are the table's estimates, `expected` what chance would bring together: n_a n_b / n, in people. By Bayes'
    rule, true counts spread around `expected` as a negative binomial, with a small share of cells anywhere (a count c
    with chance 1 / c (c + 1)); how wide the spread and how large the share is whatever makes the table itself likeliest
    (empirical Bayes: Robbins 1956; negative binomial: Greenwood and Yule 1920).
    """
    y, m = np.broadcast_arrays(np.asarray(values, float), np.maximum(np.asarray(expected, float), 1e-6))
    chances, asked = np.zeros(y.shape), y < CLEAR * sigma
    if asked.any():
        chances[asked] = _posterior(y[asked], m[asked], sigma)
    return chances


def inhabited(chances: ArrayLike, at_most: float = 0.03) -> NDArray[np.bool_]:
    """The surest cells, as many as can be with a share of empty ones of at most `at_most` among them on average."""
    flat = np.ravel(np.asarray(chances, float))
    order = np.argsort(flat, kind="stable")
    share = np.cumsum(flat[order]) / np.arange(1, flat.size + 1)
    taken = np.zeros(flat.size, dtype=bool)
    taken[order[: int((share <= at_most).sum())]] = True
    return taken.reshape(np.shape(chances))


def _posterior(y: Array, m: Array, sigma: float) -> Array:
    """P(0) of cells near nothing."""
    counts = np.arange(int(np.ceil((CLEAR + 3) * sigma)) + 1)
    surprise = _anywhere(y, counts, sigma)
    best, kept = -np.inf, np.ones(len(y))
    for dispersion in DISPERSIONS:
        empty, somebody = _around(y, m, dispersion, counts, sigma)
        for share in SURPRISES:
            each = (1 - share) * (empty + somebody) + share * surprise
            likelihood = float(np.log(each).sum())
            if likelihood > best:
                best, kept = likelihood, (1 - share) * empty / each
    return kept


def _noise(y: Array, count: int, sigma: float) -> Array:
    """The chance of an estimate where so many people are. One published as 0 may have been anything less."""
    density = np.exp(-0.5 * ((y - count) / sigma) ** 2) / (sigma * SQRT_2_PI)
    return np.where(y <= 0, erfc((count - 0.5) / sigma / sqrt(2)) / 2, density) + 1e-300  # never quite 0


def _anywhere(y: Array, counts: NDArray[np.int64], sigma: float) -> Array:
    return np.sum([_noise(y, c, sigma) / (c * (c + 1)) for c in counts[1:]], axis=0)


def _around(y: Array, m: Array, dispersion: float, counts: NDArray[np.int64], sigma: float) -> tuple[Array, Array]:
    """Chances of an empty cell and of an inhabited one, each with its estimate, under a negative binomial."""
    weight = (dispersion / (dispersion + m)) ** dispersion
    empty, somebody = weight * _noise(y, 0, sigma), np.zeros(len(y))
    for c in counts[1:]:
        weight = weight * (c - 1 + dispersion) / c * (m / (m + dispersion))
        somebody += weight * _noise(y, c, sigma)
    return empty, somebody
