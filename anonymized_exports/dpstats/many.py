"""Many questions at once: how many of the findings would be false."""

from collections.abc import Sequence

import numpy as np


def q_values(p_values: Sequence[float]) -> list[float]:
    """Adjusted p-values in the same order: taking those ≤ 0.05 keeps false findings to 5 % of all on average.

    Benjamini and Hochberg, "Controlling the false discovery rate", 1995; for independent or positively dependent tests.
    """
    p = np.asarray(p_values, dtype=float)
    if p.size == 0:
        return []
    order = np.argsort(p)
    stepped = p[order] * p.size / np.arange(1, p.size + 1)
    smallest_above = np.minimum.accumulate(stepped[::-1])[::-1]
    q = np.empty_like(p)
    q[order] = np.minimum(smallest_above, 1)
    return [float(value) for value in q]
