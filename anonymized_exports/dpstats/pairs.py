"""Which two things are found in the same people more, or less, often than chance alone would bring together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, sqrt

from .many import q_values
from .normal import Z95, two_sided

Count = tuple[float, float]  # people, σ


@dataclass(frozen=True)
class Pair:
    """Two flags: people with both, how many chance would bring, and z, p and q of the difference.

    `low` and `high` are the 95 % interval of how many times as often as by chance. `q` ≤ 0.05: a finding.
    """

    one: str
    other: str
    both: float
    expected: float
    low: float
    high: float
    z: float
    p: float
    q: float


def pairs_found_together(
    everybody: Count, singles: Mapping[str, Count], pairs: Mapping[tuple[str, str], Count]
) -> list[Pair]:
    """Every pair tested against independence, strongest first.

    z = (n_ab − n_a n_b / n) / √(n_a n_b / n + σ_ab² + σ_a² (n_b/n)² + σ_b² (n_a/n)² + σ_n² (n_a n_b/n²)²): chance as a
    Poisson count, and the noise of all four numbers. q is Benjamini and Hochberg's over all pairs given. Pairs of which
    one flag is part of the other by definition must be left out by the caller: they are always "found together".
    """
    n, sigma_n = everybody
    if n <= 0:
        return []
    tested = [_tested(names, both, singles, n, sigma_n) for names, both in pairs.items()]
    found = zip(tested, q_values([two_sided(one[-1]) for one in tested]), strict=True)
    made = [Pair(*one[:-1], z=one[-1], p=two_sided(one[-1]), q=q) for one, q in found]
    return sorted(made, key=lambda pair: -abs(pair.z))


def _tested(
    names: tuple[str, str], both: Count, singles: Mapping[str, Count], n: float, sigma_n: float
) -> tuple[str, str, float, float, float, float, float]:
    (a, sigma_a), (b, sigma_b), (ab, sigma_ab) = singles[names[0]], singles[names[1]], both
    expected = max(0.0, a * b / n)
    spread = _variance(expected, a / n, b / n, sigma_a, sigma_b, sigma_ab, sigma_n)
    half = Z95 * sqrt(spread)
    low, high = (max(0.0, ab - half) / expected, (ab + half) / expected) if expected > 0 else (0.0, inf)
    return (*names, ab, expected, low, high, (ab - expected) / sqrt(spread) if spread else 0.0)


def _variance(
    expected: float, of_a: float, of_b: float, sigma_a: float, sigma_b: float, sigma_ab: float, sigma_n: float
) -> float:
    noise = sigma_ab**2 + (sigma_a * of_b) ** 2 + (sigma_b * of_a) ** 2 + (sigma_n * of_a * of_b) ** 2
    return expected + noise
