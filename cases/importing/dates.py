"""Days, years and spans of years from cells. Partial dates keep what was told and add nothing."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from cases.importing.mapping import Column, Mapping
from cases.importing.problems import CellRefused, Code

Day = date
OLDEST = date(1900, 1, 1)
LATEST = date(2200, 1, 1)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?(?:\.0+)?)?")
_SLASHED = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}")
_YEAR = re.compile(r"(\d{4})(?:\.0)?")
_SPAN = re.compile(r"(\d{4})\s*[-–]{1,2}\s*(\d{4})")
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{1,2}))?")


class Birth(NamedTuple):
    """A birth date as far as it was told: the day, or only the year; precision as in `Person`."""

    day: date | None
    year: int | None
    precision: str


def past(_column: Column, mapping: Mapping, today: date) -> Callable[[str], date | None]:
    """A reader of days that can't lie in the future."""

    def read(cell: str) -> date | None:
        day = _day(cell, mapping)
        if day is not None:
            _require_past(day, today)
        return day

    return read


def any_day(_column: Column, mapping: Mapping, _today: date) -> Callable[[str], date | None]:
    """A reader of days that may lie in the future, such as the end of a consent."""

    def read(cell: str) -> date | None:
        day = _day(cell, mapping)
        if day is not None and not OLDEST <= day < LATEST:
            raise CellRefused(Code.OUT_OF_RANGE, "date")
        return day

    return read


def birth(_column: Column, mapping: Mapping, today: date) -> Callable[[str], Birth | None]:
    """A reader of birth dates: a day (exact), a year or month (estimated), unknown, declined."""

    def read(cell: str) -> Birth | None:
        if cell.casefold() in ("unknown", "declined"):
            return Birth(None, None, cell.casefold())
        if match := _PARTIAL.fullmatch(cell):
            first = _calendar(int(match[1]), int(match[2] or 1), 1)
            _require_past(first, today)
            return Birth(None, first.year, "estimated")
        day = _day(cell, mapping)
        if day is None:
            return None
        _require_past(day, today)
        return Birth(day, day.year, "exact")

    return read


def year(_column: Column, mapping: Mapping, today: date) -> Callable[[str], int | None]:
    """A reader of years, not in the future."""

    def read(cell: str) -> int | None:
        if not cell or cell.casefold() in mapping.empty:
            return None
        match = _YEAR.fullmatch(cell)
        if match is None:
            raise CellRefused(Code.NOT_A_NUMBER, "year")
        _require_past(_calendar(int(match[1]), 1, 1), today)
        return int(match[1])

    return read


def period(_column: Column, mapping: Mapping, today: date) -> Callable[[str], str]:
    """A reader of years and spans of years: "2019", "2014-2018"; the end can't lie in the future."""

    def read(cell: str) -> str:
        if not cell or cell.casefold() in mapping.empty:
            return ""
        match = _SPAN.fullmatch(cell) or _YEAR.fullmatch(cell)
        if match is None:
            raise CellRefused(Code.BAD_BAND, "years")
        years = [int(part) for part in match.groups()]
        for each in years:
            _require_past(_calendar(each, 1, 1), today)
        if years != sorted(years):
            raise CellRefused(Code.BAD_BAND, "years")
        return "-".join(f"{each:04d}" for each in dict.fromkeys(years))

    return read


def _day(cell: str, mapping: Mapping) -> date | None:
    if not cell or cell.casefold() in mapping.empty:
        return None
    if match := _ISO.fullmatch(cell):
        return _calendar(*map(int, match.groups()[:3]))
    for pattern in mapping.date_formats:
        try:
            return datetime.strptime(cell, pattern).date()
        except ValueError:
            continue
    raise CellRefused(_why_no_date(cell, mapping), "date")


def _why_no_date(cell: str, mapping: Mapping) -> Code:
    if not _SLASHED.fullmatch(cell):
        return Code.NOT_A_DATE
    return Code.IMPOSSIBLE_DATE if mapping.date_formats else Code.AMBIGUOUS_DATE


def _calendar(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise CellRefused(Code.IMPOSSIBLE_DATE, "date") from None


def _require_past(day: date, today: date) -> None:
    if day > today:
        raise CellRefused(Code.FUTURE_DATE, "date")
    if day < OLDEST:
        raise CellRefused(Code.TOO_LONG_AGO, "date")
