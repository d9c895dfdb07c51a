"""Statistics on published noisy counts: every answer takes the noise into account. numpy only, no Django.

Each function takes estimates with their σ (the columns `value` and `sigma` of a package's tables) in people. Nothing
here protects anybody: what is published is protected already, and whatever is computed from it stays so.
"""

from .estimates import Estimate, difference, ratio, share, share_of_whole, total
from .many import q_values
from .normal import above_nothing, two_sided
from .pairs import Pair, pairs_found_together
from .presence import chance_empty, inhabited
from .tables import Row, find, read
from .trends import Trend, trend

__all__ = [
    "Estimate",
    "Pair",
    "Row",
    "Trend",
    "above_nothing",
    "chance_empty",
    "difference",
    "find",
    "inhabited",
    "pairs_found_together",
    "q_values",
    "ratio",
    "read",
    "share",
    "share_of_whole",
    "total",
    "trend",
    "two_sided",
]
