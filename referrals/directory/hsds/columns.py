"""How a value of HSDS is kept in a column: taken in, and given back.

A column takes only what it gives back unchanged; everything else stays in the row's `extra`, as it came. That makes
what goes through us exact whatever it is, without a list of exceptions.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any
from uuid import UUID, uuid5

ABSENT: Any = object()
_BIGGEST = 2**31 - 1
_UNITS = UUID("5d9f4a3e-6f0b-4c0e-9a51-6c2f0d1f7b11")


class Unfit(ValueError):
    """The column can't hold this value."""


class Text:
    """Text up to a length; "" is absent.

    `is_read_anyway`: the column holds what we understood even where it can't give back exactly what came.
    """

    is_read_anyway = False
    json_types: tuple[type, ...] = (str,)

    def __init__(self, longest: int) -> None:
        self.longest = longest

    def take(self, value: Any) -> Any:
        """The value as the column holds it. Errors: Unfit."""
        if not isinstance(value, str) or len(value) > self.longest or "\x00" in value:
            raise Unfit
        return value

    def give(self, value: Any) -> Any:
        """The column's value as JSON, or ABSENT."""
        return value or ABSENT

    def is_of_type(self, value: Any) -> bool:
        """Whether HSDS lets the property be of this JSON type; null stands for absent."""
        return value is None or (isinstance(value, self.json_types) and not isinstance(value, bool))


class Title(Text):
    """Text that a row can't do without: too long a one is cut for us."""

    is_read_anyway = True

    def take(self, value: Any) -> Any:
        return super().take(value[: self.longest] if isinstance(value, str) else value)


class Unit(Title):
    """What a capacity counts: an object with a name in HSDS 3.1, its name here."""

    json_types = (dict,)

    def take(self, value: Any) -> Any:
        return super().take(value.get("name") if isinstance(value, dict) else None)

    def give(self, value: Any) -> Any:
        return {"id": str(uuid5(_UNITS, value)), "name": value}


class Choice(Text):
    """One of a list of codes."""

    is_read_anyway = True

    def __init__(self, codes: Collection[str]) -> None:
        super().__init__(max(len(code) for code in codes))
        self.codes = codes

    def take(self, value: Any) -> Any:
        if value not in self.codes:
            raise Unfit
        return value


class Whole(Text):
    """A whole number, not negative."""

    json_types = (int, float)

    def __init__(self, most: int = _BIGGEST) -> None:
        self.most = most

    def take(self, value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= self.most:
            raise Unfit
        return value

    def give(self, value: Any) -> Any:
        return ABSENT if value is None else value


class Number(Whole):
    """Any number."""

    def take(self, value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 2**53:
            raise Unfit
        return float(value)

    def give(self, value: Any) -> Any:
        if value is None:
            return ABSENT
        return int(value) if value == int(value) else value


class Day(Text):
    """A date as YYYY-MM-DD."""

    kind: Any = datetime.date

    def __init__(self) -> None:
        super().__init__(40)

    def take(self, value: Any) -> Any:
        try:
            return self.kind.fromisoformat(super().take(value))
        except ValueError:
            raise Unfit from None

    def give(self, value: Any) -> Any:
        return ABSENT if value is None else value.isoformat()


class Hour(Day):
    """A time of the day as HH:MM:SS, without an offset."""

    kind = datetime.time
    is_read_anyway = True

    def take(self, value: Any) -> Any:
        hour = super().take(value)
        if hour.tzinfo:
            raise Unfit
        return hour


class Moment(Day):
    """A moment in UTC to the millisecond."""

    kind = datetime.datetime
    is_read_anyway = True

    def take(self, value: Any) -> Any:
        moment = super().take(value)
        if moment.tzinfo is None:
            raise Unfit
        return moment

    def give(self, value: Any) -> Any:
        if value is None:
            return ABSENT
        return value.astimezone(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
