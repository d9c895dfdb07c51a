"""Months, quarters and years of an organization, whose year may begin with any month."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

MONTHS = {"month": 1, "quarter": 3, "year": 12}
RELATIVE = ("this-year", "last-month", "last-quarter", "last-year")
OFFERED = {"month": 12, "quarter": 8, "year": 4}


@dataclass(frozen=True)
class Period:
    """A month, quarter or year by its first day."""

    kind: str
    first: datetime.date

    @property
    def after(self) -> datetime.date:
        """The first day after it."""
        return _moved(self.first, MONTHS[self.kind])

    @property
    def last(self) -> datetime.date:
        """Its last day."""
        return self.after - datetime.timedelta(days=1)

    @property
    def before(self) -> Period:
        """The one before it."""
        return Period(self.kind, _moved(self.first, -MONTHS[self.kind]))

    @property
    def code(self) -> str:
        """How an address names it."""
        return f"{self.kind}-{self.first:%Y-%m}"


def holding(day: datetime.date, kind: str, first_month: int = 1) -> Period:
    """The period of that kind in which the day lies; years begin with `first_month`."""
    behind = (day.month - first_month) % MONTHS[kind]
    return Period(kind, _moved(day.replace(day=1), -behind))


def offered(day: datetime.date, first_month: int = 1) -> Iterator[Period]:
    """What can be chosen: the present and the latest of each kind, newest first."""
    for kind, count in OFFERED.items():
        period = holding(day, kind, first_month)
        for _time in range(count):
            yield period
            period = period.before


def find(code: str, day: datetime.date, first_month: int = 1) -> Period | None:
    """The period of a code, relative ones too; None for a code that means none."""
    if code == "this-year":
        return holding(day, "year", first_month)
    kind, _dash, rest = code.rpartition("last-")[-1].partition("-")
    if kind not in MONTHS:
        return None
    if code == f"last-{kind}":
        return holding(day, kind, first_month).before
    try:
        period = holding(datetime.date.fromisoformat(f"{rest}-01"), kind, first_month)
    except ValueError:
        return None
    return period if period.code == code else None


def _moved(day: datetime.date, months: int) -> datetime.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, 1)
