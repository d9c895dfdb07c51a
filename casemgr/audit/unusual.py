"""What in the trail is unusual: plain rules over counts, for auditors. A finding is a question, not a charge.

Ordinary is what people of the same role did in the eight weeks before, as the median of their days and the median
distance from it (Hampel's rule); with fewer than ten such days only the fixed limits count.
"""

from __future__ import annotations

import datetime
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

LOOKS = ("case:record:read", "person:identity:reveal", "case:experience:read", "case:document:download")
REVEAL, SEARCH, READ = "person:identity:reveal", "case:list:search", "case:record:read"
NIGHT = range(0, 5)  # hours of the organization's clock
ON_DUTY_AT_NIGHT = frozenset({"night_staff"})
WEEKS_BEFORE = 8
FEWEST_DAYS = 10
MANY_LOOKS, MANY_REVEALS, MANY_AT_NIGHT, MANY_ON_DAYS_OFF, MANY_SEARCHES, SAME_NAME = 60, 25, 10, 10, 15, 3
MANY_BEYOND = 15  # looks in a day at cases of other people
DAY_OFF = 0.05  # of the looks of the role's busiest weekday: whoever works then is the exception
DISTANCE = 6.0  # medians of distance from the median


@dataclass(frozen=True)
class Look:
    """One entry as the rules need it: who, in which role, when (UTC), what, the digest of what was searched for.

    `beyond`: somebody else's case, as it stood when it was looked at.
    """

    person: str
    role: str
    at: datetime.datetime
    event: str
    query: str = ""
    beyond: bool = False


@dataclass(frozen=True)
class Finding:
    """Something unusual: the rule, whom it is about ("" for several), the day there, the number, what is ordinary."""

    rule: str
    person: str
    day: datetime.date
    number: int
    ordinary: int

    @property
    def key(self) -> str:
        """What a review of it is kept under."""
        return f"{self.rule}:{self.person}:{self.day}"


def findings(looks: Iterable[Look], *, zone: str, since: datetime.date, until: datetime.date) -> list[Finding]:
    """What was unusual from `since` to `until` (days of `zone`); `looks` also hold the eight weeks before."""
    clock = ZoneInfo(zone)
    local = [(look, look.at.astimezone(clock)) for look in looks]
    inside = [(look, at) for look, at in local if since <= at.date() <= until]
    found = [
        *_more_than_the_role("volume", local, MANY_LOOKS, since, until),
        *_more_than_the_role("beyond", [one for one in local if one[0].beyond], MANY_BEYOND, since, until),
        *_counted("reveals", _days(inside, {REVEAL}), MANY_REVEALS),
        *_counted("night", _at_night(inside), MANY_AT_NIGHT),
        *_counted("days_off", _on_days_off(local, inside, since), MANY_ON_DAYS_OFF),
        *_searches(inside),
        *_one_name(inside),
    ]
    return sorted(found, key=lambda one: (one.day, one.rule, one.person), reverse=True)


Local = list[tuple[Look, datetime.datetime]]
Days = Mapping[tuple[str, datetime.date], int]


def hours(looks: Iterable[Look], *, zone: str, since: datetime.date, until: datetime.date) -> list[list[int]]:
    """Looks by weekday (Monday first) and hour of the organization's clock: seven lists of twenty-four counts."""
    clock, week = ZoneInfo(zone), [[0] * 24 for _day in range(7)]
    for look in looks:
        at = look.at.astimezone(clock)
        if look.event in LOOKS and since <= at.date() <= until:
            week[at.weekday()][at.hour] += 1
    return week


def _days(local: Local, events: Iterable[str]) -> Days:
    wanted = set(events)
    return Counter((look.person, at.date()) for look, at in local if look.event in wanted)


def _more_than_the_role(
    rule: str, local: Local, most: int, since: datetime.date, until: datetime.date
) -> Iterable[Finding]:
    """More such looks in a day than `most` and than people of the role ever have."""
    roles = {look.person: look.role for look, _at in local}
    days, before = _days(local, LOOKS), defaultdict(list)
    for (person, day), count in days.items():
        if since - datetime.timedelta(weeks=WEEKS_BEFORE) <= day < since:
            before[roles[person]].append(count)
    limits = {role: _limit(counts) for role, counts in before.items()}
    for (person, day), count in days.items():
        ordinary, limit = limits.get(roles[person], (0, 0))
        if since <= day <= until and count > max(limit, most):
            yield Finding(rule, person, day, count, ordinary)


def _limit(counts: list[int]) -> tuple[int, int]:
    """The ordinary day, and the number from which a day isn't; nothing is known of few days."""
    if len(counts) < FEWEST_DAYS:
        return 0, 0
    middle = statistics.median(counts)
    spread = statistics.median(abs(count - middle) for count in counts)
    return round(middle), round(middle + DISTANCE * max(spread, 1))


def _counted(rule: str, days: Days, most: int) -> Iterable[Finding]:
    return (Finding(rule, person, day, count, most) for (person, day), count in days.items() if count > most)


def _at_night(inside: Local) -> Days:
    return _days([(one, at) for one, at in inside if at.hour in NIGHT and one.role not in ON_DUTY_AT_NIGHT], LOOKS)


def _on_days_off(local: Local, inside: Local, since: datetime.date) -> Days:
    """Looks on weekdays on which the person's role hardly ever works, by the weeks before (weekends differ)."""
    first, habits = since - datetime.timedelta(weeks=WEEKS_BEFORE), defaultdict[str, Counter[int]](Counter)
    worked: dict[str, set[datetime.date]] = defaultdict(set)
    for look, at in local:
        if look.event in LOOKS and first <= at.date() < since:
            habits[look.role][at.weekday()] += 1
            worked[look.role].add(at.date())
    off = {
        (role, day)
        for role, week in habits.items()
        if len(worked[role]) >= FEWEST_DAYS
        for day in range(7)
        if week[day] < DAY_OFF * max(week.values())
    }
    return _days([(one, at) for one, at in inside if (one.role, at.weekday()) in off], LOOKS)


def _searches(inside: Local) -> Iterable[Finding]:
    """Many searches in a day, and hardly a case opened: somebody tries names."""
    searched, opened = _days(inside, {SEARCH}), _days(inside, {READ})
    for key, count in searched.items():
        if count > MANY_SEARCHES and opened.get(key, 0) * 5 < count:
            yield Finding("searches", *key, count, MANY_SEARCHES)


def _one_name(inside: Local) -> Iterable[Finding]:
    """The same words searched for by several people within the period. The words themselves aren't kept."""
    people: dict[str, set[str]] = defaultdict(set)
    last: dict[str, datetime.date] = {}
    for look, at in inside:
        if look.event == SEARCH and look.query:
            people[look.query].add(look.person)
            last[look.query] = max(at.date(), last.get(look.query, at.date()))
    for query, who in people.items():
        if len(who) >= SAME_NAME:
            yield Finding("one_name", "", last[query], len(who), SAME_NAME - 1)
