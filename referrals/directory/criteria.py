"""In which respects a service is looked at. Each is a function of the need, the facts and the moment alone.

Levels of one respect are compared among services, never added to another's: a better fact can't make up for a worse
one elsewhere unless it counts for more, and it can never pull its service down.
"""

from __future__ import annotations

import datetime

from referrals.directory.facts import Facts, Room
from referrals.directory.need import Need
from referrals.directory.opening import is_open
from referrals.directory.reasons import Judged, Reason, Side, What, judged

FRESH = datetime.timedelta(days=3)  # beds told longer ago may be taken, or free again
LATELY, A_YEAR = datetime.timedelta(days=90), datetime.timedelta(days=365)
UNTOLD = 2  # the level of a service that says nothing of room
COSTS = {"free": 3, "sliding": 2, "": 1, "fee": 0}


def service(need: Need, facts: Facts, _now: datetime.datetime) -> Judged:
    """What it gives, and whether its organization gives what else is needed."""
    gives = Reason(What.GIVES, Side.FOR, (facts.code,))
    if not need.also:
        return judged(1, gives)
    if need.also in facts.gives:
        return judged(1, gives, Reason(What.GIVES_TOO, Side.FOR, (need.also,)))
    return judged(0, gives, Reason(What.GIVES_NOT_TOO, Side.ASK, (need.also,)))


def whom(need: Need, facts: Facts, _now: datetime.datetime) -> Judged:
    """Whether it takes women, men, girls, boys … Who writes nothing down is asked."""
    served = tuple(sorted(facts.serves))
    if not served:
        return judged(1)
    if not need.whom:
        return judged(1, Reason(What.TAKES_ONLY, Side.ASK, served))
    if need.whom in facts.serves:
        return judged(2, Reason(What.TAKES, Side.FOR, (need.whom,)))
    return judged(0, Reason(What.TAKES_ONLY, Side.BARS, served))


def age(need: Need, facts: Facts, _now: datetime.datetime) -> Judged:
    """Whether everybody of the band, some or nobody is of the age that it takes."""
    youngest, oldest = facts.minimum_age, facts.maximum_age
    if youngest is None and oldest is None:
        return judged(2)
    if need.years is None:
        return judged(1, Reason(What.AGE_LIMITS, Side.ASK, number=youngest, of=oldest))
    low, high = need.years
    first, last = youngest or 0, 200 if oldest is None else oldest
    if high < first or low > last:
        return judged(0, Reason(What.AGE_NOT, Side.BARS, number=youngest, of=oldest))
    if low >= first and high <= last:
        return judged(2, Reason(What.AGE, Side.FOR, number=youngest, of=oldest))
    return judged(1, Reason(What.AGE_PARTLY, Side.ASK, number=youngest, of=oldest))


def best_room(need: Need, facts: Facts, now: datetime.datetime) -> tuple[int, Room | None]:
    """The level, and the line of all that are told that helps most."""
    lines = [(_room_level(need, told, now), told.available, told.told_at, told.unit, told) for told in facts.rooms]
    best = max(lines, key=lambda line: line[:4], default=None)
    return (best[0], best[4]) if best else (UNTOLD, None)


def _room_level(need: Need, told: Room, now: datetime.datetime) -> int:
    if told.available >= need.places:
        return UNTOLD + 2 if now - told.told_at <= FRESH else UNTOLD + 1
    return UNTOLD - 1 if told.available else UNTOLD - 2


def room(need: Need, facts: Facts, now: datetime.datetime) -> Judged:
    """Whether as many as come together find room, as it was last told."""
    level, told = best_room(need, facts, now)
    if told is None:
        return judged(level, *([Reason(What.ROOM_UNKNOWN, Side.ASK)] if need.room_only or need.places > 1 else []))
    no = Side.BARS if need.room_only else Side.AGAINST
    what, side = {
        UNTOLD + 2: (What.ROOM, Side.FOR),
        UNTOLD + 1: (What.ROOM_TOLD_LONG_AGO, Side.ASK),
        UNTOLD - 1: (What.ROOM_FOR_FEWER, no),
        UNTOLD - 2: (What.ROOM_NONE, no),
    }[level]
    return judged(level, Reason(what, side, (), (told.unit,), told.available, told.maximum, told.told_at))


def place(need: Need, facts: Facts, _now: datetime.datetime) -> Judged:
    """Whether it is where it is needed. A hidden place is known by its country alone."""
    countries = tuple(sorted({spot.country for spot in facts.spots if spot.country})) or (
        (facts.country,) if facts.country else ()
    )
    if need.country and countries and need.country not in countries:
        return judged(0, Reason(What.OTHER_COUNTRY, Side.BARS, countries))
    towns = tuple(dict.fromkeys(spot.town for spot in facts.spots if spot.town))
    if need.region:
        if any(need.region.casefold() == name.casefold() for spot in facts.spots for name in spot.names):
            return judged(3, Reason(What.IN_REGION, Side.FOR, words=(need.region,)))
        if facts.spots:
            return judged(1, Reason(What.ELSEWHERE, Side.AGAINST, words=towns))
        return judged(2, Reason(What.PLACE_UNKNOWN, Side.ASK))
    if need.country and countries:
        return judged(3, Reason(What.IN_COUNTRY, Side.FOR, countries, towns))
    return judged(2)


def language(need: Need, facts: Facts, _now: datetime.datetime) -> Judged:
    """Whether somebody there speaks it, or an interpreter can be had."""
    if not need.language:
        wants = need.interpreter and facts.interprets
        return judged(3 if wants else 1, *([Reason(What.INTERPRETS, Side.FOR)] if wants else []))
    spoken = {code.partition("-")[0].casefold() for code in facts.languages}
    if need.language.partition("-")[0].casefold() in spoken:
        return judged(3, Reason(What.SPEAKS, Side.FOR, (need.language,)))
    if facts.interprets:
        return judged(2, Reason(What.INTERPRETS, Side.FOR))
    if not spoken:
        return judged(1, Reason(What.LANGUAGE_UNKNOWN, Side.ASK))
    return judged(0, Reason(What.SPEAKS_OTHERS, Side.AGAINST, tuple(sorted(facts.languages))))


def opening(need: Need, facts: Facts, now: datetime.datetime) -> Judged:
    """Whether it is open at this moment."""
    found = is_open(facts.spans, now, facts.zone)
    if found is None:
        return judged(1, *([Reason(What.HOURS_UNKNOWN, Side.ASK)] if need.open_only else []))
    if found:
        return judged(2, Reason(What.OPEN, Side.FOR))
    return judged(0, Reason(What.SHUT, Side.BARS if need.open_only else Side.ASK))


def groups(need: Need, facts: Facts, _now: datetime.datetime) -> Judged:
    """Which of the groups it says it is made for."""
    named, unnamed = need.groups & facts.groups, need.groups - facts.groups
    reasons = [Reason(What.MADE_FOR, Side.FOR, tuple(sorted(named)))] if named else []
    reasons += [Reason(What.NOT_SAID_FOR, Side.ASK, tuple(sorted(unnamed)))] if unnamed else []
    return judged(len(named), *reasons)


def cost(need: Need, facts: Facts, _now: datetime.datetime) -> Judged:
    """What the person pays."""
    if not facts.cost:
        return judged(COSTS[""], *([Reason(What.COST_UNKNOWN, Side.ASK)] if need.free_only else []))
    side = Side.FOR if facts.cost == "free" else Side.BARS if need.free_only else Side.ASK
    return judged(COSTS[facts.cost], Reason(What.COSTS, side, (facts.cost,)))


def checked(_need: Need, facts: Facts, now: datetime.datetime) -> Judged:
    """How long ago somebody made sure that the entry is right."""
    if facts.checked_on is None:
        return judged(0, Reason(What.NEVER_CHECKED, Side.AGAINST))
    ago = now.date() - facts.checked_on
    if ago > A_YEAR:
        return judged(0, Reason(What.CHECKED_LONG_AGO, Side.AGAINST, when=facts.checked_on))
    return judged(2 if ago <= LATELY else 1, Reason(What.CHECKED, Side.FOR, when=facts.checked_on))


def partner(_need: Need, facts: Facts, _now: datetime.datetime) -> Judged:
    """Whether it takes part on this server, so that it is referred to from here."""
    if facts.own:
        return judged(1)
    if facts.member:
        return judged(1, Reason(What.PARTNER, Side.FOR))
    return judged(0, Reason(What.OUTSIDE, Side.ASK))
