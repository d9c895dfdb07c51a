"""A report: what was asked, what was counted, and its tables, exact or as they may leave."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from .asked import Asked
from .counting import Counts
from .leaving import Leaving
from .tables import Crossed, Table


@dataclass(frozen=True)
class Report:
    """Exact numbers: inside the organization, or out of it for a reason that the trail keeps. `counted_at`: before."""

    asked: Asked
    counts: Counts
    tables: list[Table]
    crossed: Crossed | None
    least: int
    counted_at: datetime.datetime | None = None


@dataclass(frozen=True)
class Taken:
    """What leaves: `leaving` is the whole of it, exact or not; of other counts only what is large enough."""

    asked: Asked
    leaving: Leaving
    least: int
    exact: bool
    at_risk: int | None
    trained: int
    trainings: int
    counted_at: datetime.datetime | None = None
