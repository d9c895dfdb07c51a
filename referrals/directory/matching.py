"""Which services fit somebody, in order, each with its reasons. A pure function: no database, no clock of its own.

Respects count in the order of `RESPECTS`: the first in which two services differ decides, then more room, told and
checked later, then the name. So a service whose facts are better in some respect and worse in none never stands below.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from referrals.directory import criteria
from referrals.directory.facts import Facts
from referrals.directory.need import Need
from referrals.directory.reasons import Reason, Side

RESPECTS = (
    criteria.whom,
    criteria.age,
    criteria.room,
    criteria.place,
    criteria.language,
    criteria.groups,
    criteria.opening,
    criteria.service,
    criteria.cost,
    criteria.checked,
    criteria.partner,
)


@dataclass(frozen=True)
class Match:
    """A service and what speaks for it, what to ask, what speaks against it, and what bars it."""

    facts: Facts
    reasons: tuple[Reason, ...]

    def of(self, side: Side) -> list[Reason]:
        """The reasons of one side."""
        return [reason for reason in self.reasons if reason.side is side]

    @property
    def fits(self) -> bool:
        """Whether nothing bars it."""
        return not self.of(Side.BARS)


@dataclass(frozen=True)
class Matches:
    """Those that may fit, best first, and apart from them those that can't be it."""

    fitting: list[Match]
    barred: list[Match]


def match(need: Need, services: Iterable[Facts], now: datetime.datetime) -> Matches:
    """Every service that gives what is needed, as `fitting` or `barred`; the same input gives the same order."""
    found = sorted(
        (_weighed(need, facts, now) for facts in services if facts.code == need.service), key=lambda pair: pair[0]
    )
    matches = [one for _key, one in found]
    return Matches([one for one in matches if one.fits], [one for one in matches if not one.fits])


def _weighed(need: Need, facts: Facts, now: datetime.datetime) -> tuple[Any, Match]:
    judgements = [respect(need, facts, now) for respect in RESPECTS]
    reasons = tuple(reason for one in judgements for reason in one.reasons)
    levels = tuple(-one.level for one in judgements)
    return (levels, _finer(need, facts, now), facts.order), Match(facts, reasons)


def _finer(need: Need, facts: Facts, now: datetime.datetime) -> tuple[Any, ...]:
    """What decides between services of the same levels; more is better, so it is turned around."""
    _level, told = criteria.best_room(need, facts, now)
    enough = told is not None and told.available >= need.places
    return (
        -(told.available if told else 0),
        -(told.told_at.timestamp() if told and enough else 0.0),
        -(facts.checked_on.toordinal() if facts.checked_on else 0),
    )
