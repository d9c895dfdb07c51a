"""How sure a share is (Wilson 1927), and whether two shares can be told apart (Newcombe 1998, method 10)."""

from __future__ import annotations

import math

Z = 1.959964  # 95 of 100


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The interval of a share, 0 to 1; of nobody it is everything."""
    if whole <= 0:
        return 0.0, 1.0
    share, square = part / whole, Z * Z / whole
    middle = (share + square / 2) / (1 + square)
    half = Z / (1 + square) * math.sqrt(share * (1 - share) / whole + square / (4 * whole))
    return max(0.0, middle - half), min(1.0, middle + half)


def difference(part: int, whole: int, other_part: int, other_whole: int) -> tuple[float, float]:
    """The interval of the first share less the second."""
    if whole <= 0 or other_whole <= 0:
        return -1.0, 1.0
    one, other = part / whole, other_part / other_whole
    low, high = wilson(part, whole)
    other_low, other_high = wilson(other_part, other_whole)
    below = math.hypot(one - low, other_high - other)
    above = math.hypot(high - one, other - other_low)
    return one - other - below, one - other + above
