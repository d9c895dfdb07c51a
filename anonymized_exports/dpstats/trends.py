"""Whether counts grow or fall over the years: a log-linear model with the noise in its variance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from numpy.typing import NDArray

from .normal import Z95, two_sided

Floats = NDArray[np.float64]
FEWEST_YEARS = 3
STEPS = 50


@dataclass(frozen=True)
class Trend:
    """The yearly factor (1.10: ten in a hundred more each year) with its 95 % interval, and the fitted counts.

    `p` is how surprising such a slope would be without any. `spread` ≥ 1 is how much more the years vary than chance
    and noise explain; the interval is widened by it.
    """

    factor: float
    low: float
    high: float
    p: float
    spread: float
    fitted: list[float]


def trend(years: Sequence[int], counts: Sequence[float], sigmas: Sequence[float]) -> Trend | None:
    """Fit log μ = a + b · year with variance μ + σ² (a Poisson count and its noise), by weighted least squares.

    None where there are under three years, or too few people to tell them from noise (their sum under 4 of its σ).
    Iterated as in McCullagh and Nelder, "Generalized Linear Models", 1989, section 2.5.
    """
    y, sigma = np.asarray(counts, dtype=float), np.asarray(sigmas, dtype=float)
    if len(y) < FEWEST_YEARS or y.sum() < 4 * sqrt(float((sigma**2).sum())) or y.sum() <= 0:
        return None
    x = np.asarray(years, dtype=float) - float(np.mean(years))
    fitted = _fit(x, y, sigma**2)
    if fitted is None:
        return None
    mu, slope, variance = fitted
    surplus = float(((y - mu) ** 2 / (mu + sigma**2)).sum()) / max(1, len(y) - 2)
    spread = sqrt(max(1.0, surplus))
    error = sqrt(variance) * spread
    low, high = exp(slope - Z95 * error), exp(slope + Z95 * error)
    return Trend(exp(slope), low, high, two_sided(slope / error), spread, [float(one) for one in mu])


def _fit(x: Floats, y: Floats, noise: Floats) -> tuple[Floats, float, float] | None:
    """Fitted counts, slope and its variance; None if it doesn't settle."""
    beta = np.array([log(float(y.mean())), 0.0])
    design = np.column_stack([np.ones_like(x), x])
    for _step in range(STEPS):
        mu = np.exp(np.clip(design @ beta, -5, 25))
        weight = mu**2 / (mu + noise)
        information = design.T @ (design * weight[:, None])
        step = np.linalg.solve(information, design.T @ (weight * (y - mu) / mu))
        beta = beta + np.clip(step, -1, 1)
        if np.abs(step).max() < 1e-9:
            return mu, float(beta[1]), float(np.linalg.inv(information)[1, 1])
    return None
