"""The normal distribution, as far as it is needed."""

from math import erfc, sqrt

Z95 = 1.959963984540054


def two_sided(z: float) -> float:
    """The p-value of a standard normal z, both sides: 2 (1 − Φ(|z|)). No unit."""
    return erfc(abs(z) / sqrt(2))


def above_nothing(value: float, sigma: float) -> float:
    """How likely noise alone gives this many people or more where there is nobody: 1 − Φ(value / σ)."""
    return erfc(value / sigma / sqrt(2)) / 2
