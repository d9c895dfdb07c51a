"""A service as matching knows it: plain values, so that who fits is found out without asking the database again."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Room:
    """How many of a unit are free, as it was told."""

    unit: str
    available: int
    maximum: int | None
    told_at: datetime.datetime


@dataclass(frozen=True)
class Span:
    """Open on these days (RFC 5545), from and to by the clock of the place; without hours the whole day."""

    days: frozenset[str]
    opens_at: datetime.time | None = None
    closes_at: datetime.time | None = None
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None


@dataclass(frozen=True)
class Spot:
    """A place that may be known. `names` are its region, province and town."""

    public_id: str
    name: str
    country: str
    names: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None

    @property
    def town(self) -> str:
        """The narrowest name that is known."""
        return self.names[0] if self.names else self.name

    @property
    def on_map(self) -> bool:
        """Whether it has coordinates that are any."""
        if self.latitude is None or self.longitude is None:
            return False
        return abs(self.latitude) <= 85 and abs(self.longitude) <= 180


@dataclass(frozen=True)
class Facts:
    """One service with what hangs on it. Hidden places are not in it: `hidden` says that one's own has some.

    `member` is the organization of this server that gives it (its public id), "" where it doesn't take part.
    `zone` is the time zone of its keeper, `gives` the codes of all that its provider gives.
    """

    public_id: str
    name: str
    code: str
    provider_id: str
    provider: str
    country: str = ""
    own: bool = False
    member: str = ""
    zone: str = "UTC"
    alert: str = ""
    eligibility: str = ""
    wait_time: str = ""
    phone: str = ""
    languages: frozenset[str] = frozenset()
    interprets: bool = False
    minimum_age: int | None = None
    maximum_age: int | None = None
    serves: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    cost: str = ""
    rooms: Sequence[Room] = ()
    spans: Sequence[Span] | None = None
    spots: Sequence[Spot] = ()
    hidden: bool = False
    checked_on: datetime.date | None = None
    gives: frozenset[str] = frozenset()

    @property
    def order(self) -> tuple[Any, ...]:
        """What decides between services that are alike."""
        return (self.name.casefold(), self.provider.casefold(), self.public_id)
