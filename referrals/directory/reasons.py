"""Why a service fits somebody or doesn't, as codes; pages put them into words. There is no number for how well."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from enum import StrEnum


class Side(StrEnum):
    """What a reason speaks for. BARS: this service can't be it, whatever else holds."""

    FOR = "for"
    ASK = "ask"
    AGAINST = "against"
    BARS = "bars"


class What(StrEnum):
    """What a reason is about."""

    GIVES = "gives"
    GIVES_TOO = "gives_too"
    GIVES_NOT_TOO = "gives_not_too"
    TAKES = "takes"
    TAKES_ONLY = "takes_only"
    AGE = "age"
    AGE_LIMITS = "age_limits"
    AGE_PARTLY = "age_partly"
    AGE_NOT = "age_not"
    ROOM = "room"
    ROOM_TOLD_LONG_AGO = "room_told_long_ago"
    ROOM_FOR_FEWER = "room_for_fewer"
    ROOM_NONE = "room_none"
    ROOM_UNKNOWN = "room_unknown"
    IN_REGION = "in_region"
    IN_COUNTRY = "in_country"
    ELSEWHERE = "elsewhere"
    OTHER_COUNTRY = "other_country"
    PLACE_UNKNOWN = "place_unknown"
    SPEAKS = "speaks"
    INTERPRETS = "interprets"
    SPEAKS_OTHERS = "speaks_others"
    LANGUAGE_UNKNOWN = "language_unknown"
    OPEN = "open"
    SHUT = "shut"
    HOURS_UNKNOWN = "hours_unknown"
    MADE_FOR = "made_for"
    NOT_SAID_FOR = "not_said_for"
    COSTS = "costs"
    COST_UNKNOWN = "cost_unknown"
    CHECKED = "checked"
    CHECKED_LONG_AGO = "checked_long_ago"
    NEVER_CHECKED = "never_checked"
    PARTNER = "partner"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Reason:
    """One reason. `codes` and `words` are what it names; `number` of `of` how many, `when` since when."""

    what: What
    side: Side
    codes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    number: int | None = None
    of: int | None = None
    when: datetime.datetime | datetime.date | None = None


@dataclass(frozen=True)
class Judged:
    """How a service stands in one respect: `level` grows the better it is known to fit, and is shown to nobody."""

    level: int
    reasons: tuple[Reason, ...] = field(default=())


def judged(level: int, *reasons: Reason) -> Judged:
    """The same in one line."""
    return Judged(level, reasons)
