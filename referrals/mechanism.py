"""How referrals go in the country of an organization: quarter by quarter, small numbers withheld by the database.

`app.mechanism` (migration 0019) is the only road: it takes a settled quarter and gives the numbers that may be told.
A number that isn't given is withheld; whether it is small, zero, or covers another one, is not said.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import connection

LEAST = 10  # referrals that must be left when any one organization takes its own out
SETTLED = datetime.timedelta(days=30)  # after a quarter: by then offers are answered, or their time is over
LADDER = (1, 2, 4, 8, 12, 24, 48, 72, 120, 168, 240, 336, 504, 720, 1440, 2160)  # hours; 0 stands for more
Cell = tuple[str, str, str]  # which part, of what, which one


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of UTC, by the day of offering."""

    year: int
    number: int

    @property
    def first(self) -> datetime.date:
        """Its first day."""
        return datetime.date(self.year, self.number * 3 - 2, 1)

    @property
    def after(self) -> datetime.date:
        """The first day after it."""
        return (self.first + datetime.timedelta(days=100)).replace(day=1)

    def is_settled(self, now: datetime.datetime) -> bool:
        """Whether it may be told of."""
        return datetime.datetime.combine(self.after, datetime.time(), datetime.UTC) + SETTLED <= now


@dataclass(frozen=True)
class Figures:
    """Numbers by cell; what is not there is withheld (or, of an organization's own, nothing)."""

    numbers: Mapping[Cell, int] = field(default_factory=dict)

    def of(self, part: str, code: str, above: str = "all") -> int | None:
        """The number of one cell; None when it is withheld."""
        return self.numbers.get((part, above, code))

    def codes(self, part: str, above: str = "all") -> list[str]:
        """The codes of a part that are told, largest first."""
        told = [(-number, code) for (one, of, code), number in self.numbers.items() if (one, of) == (part, above)]
        return [code for _number, code in sorted(told)]


def settled(now: datetime.datetime, count: int = 8) -> list[Quarter]:
    """The latest quarters that may be told of, newest first."""
    every = [Quarter(year, number) for year in range(now.year, now.year - 4, -1) for number in (4, 3, 2, 1)]
    return [one for one in every if one.is_settled(now)][:count]


def of_country(quarter: Quarter) -> Figures:
    """What may be told of the actor's country. Wants an open transaction; the database refuses whoever may not ask."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sort, within, key, number FROM app.mechanism(%s, %s)", [quarter.year, quarter.number])
        return Figures({(part, above, code): number for part, above, code, number in cursor.fetchall()})


def together(quarters: list[Figures]) -> Figures:
    """Several quarters as one: only cells that are told in each, so that the sum says nothing new. Times don't add."""
    first, *rest = quarters
    everywhere = {cell for cell in first.numbers if cell[1] and all(cell in one.numbers for one in rest)}
    everywhere |= {("offered", "", "all")} if all(("offered", "", "all") in one.numbers for one in quarters) else set()
    return Figures({cell: sum(one.numbers[cell] for one in quarters) for cell in everywhere})
