"""Sums, differences, ratios and shares of noisy counts, each with its 95 % interval.

The intervals hold the noise, not the accident of who came into care: they are about the people counted. With
`sampled=True` shares and differences hold that too, as if those counted were drawn at random from more like them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, sqrt

from .normal import Z95, two_sided


@dataclass(frozen=True)
class Estimate:
    """A value with its 95 % interval; `sigma` is its standard deviation (for a ratio, near the value)."""

    value: float
    low: float
    high: float
    sigma: float

    @property
    def p(self) -> float:
        """How surprising this value or one further from 0 would be if the truth were 0."""
        return two_sided(self.value / self.sigma) if self.sigma else float(self.value == 0)


def total(counts: Sequence[float], sigmas: Sequence[float]) -> Estimate:
    """The sum of independent noisy counts, in people."""
    return _around(sum(counts), sqrt(sum(sigma**2 for sigma in sigmas)))


def difference(one: float, other: float, sigma_one: float, sigma_other: float) -> Estimate:
    """How many more people `one` is than `other`; with equal noise its σ is √2 of theirs."""
    return _around(one - other, sqrt(sigma_one**2 + sigma_other**2))


def ratio(above: float, below: float, variance_above: float, variance_below: float, covariance: float = 0) -> Estimate:
    """`above` / `below` with Fieller's interval (1954). Without end where `below` may be 0: 0 to infinity."""
    z2 = Z95**2
    a, b = below**2 - z2 * variance_below, above * below - z2 * covariance
    inside = b**2 - a * (above**2 - z2 * variance_above)
    if a <= 0 or inside < 0 or below <= 0:
        return Estimate(above / below if below > 0 else 0.0, 0.0, inf, inf)
    value, half = above / below, sqrt(inside) / a
    spread = sqrt(max(0.0, variance_above - 2 * value * covariance + value**2 * variance_below)) / below
    return Estimate(value, max(0.0, b / a - half), b / a + half, spread)


def share(part: float, rest: float, sigma_part: float, sigma_rest: float, *, sampled: bool = False) -> Estimate:
    """The share of `part` in `part` + `rest` (two independent noisy counts), between 0 and 1."""
    whole, more = part + rest, _binomial(part, part + rest) if sampled else 0.0
    found = ratio(part, whole, sigma_part**2 + more, sigma_part**2 + sigma_rest**2, sigma_part**2)
    return _bounded(found)


def share_of_whole(part: float, whole: float, sigma: float, sigma_whole: float, *, sampled: bool = False) -> Estimate:
    """The share of `part` in `whole`, two noisy counts of independent noise (a flag in everybody), between 0 and 1."""
    more = _binomial(part, whole) if sampled else 0.0
    return _bounded(ratio(part, whole, sigma**2 + more, sigma_whole**2))


def _binomial(part: float, whole: float) -> float:
    """The variance of a count of people of whom each is in it with the same chance."""
    chance = min(1.0, max(0.0, part / whole)) if whole > 0 else 0.0
    return whole * chance * (1 - chance)


def _around(value: float, sigma: float) -> Estimate:
    return Estimate(value, value - Z95 * sigma, value + Z95 * sigma, sigma)


def _bounded(found: Estimate) -> Estimate:
    return Estimate(min(1.0, found.value), min(1.0, found.low), min(1.0, found.high), found.sigma)
