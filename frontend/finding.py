"""Matching as pages show it: what a case says of a need, hits with their reasons in words, the map of public places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from cases.embassies import kept_from_embassies
from cases.models import Case
from frontend.maps.clusters import Mark
from frontend.maps.picture import picture
from frontend.match_words import ICONS, side_words, words
from referrals.codes import AgeBand
from referrals.directory.facts import Facts
from referrals.directory.gathering import gather
from referrals.directory.matching import Match, match
from referrals.directory.need import Need
from referrals.directory.reasons import Side
from referrals.never import never_with
from referrals.offer import coded_facts

SHOWN = 50  # hits on the page; past them the need is to be narrowed
MOST_BARRED = 25
CHILDREN = (AgeBand.UNDER_12, AgeBand.TEENAGER)
GENDERS = {"Feminine": ("women", "girls"), "Masculine": ("men", "boys")}


@dataclass(frozen=True)
class Said:
    """A reason as it is drawn."""

    icon: str
    tone: str
    side: str
    text: SafeString | str


@dataclass(frozen=True)
class Hit:
    """A service with its number in the list (0 for one that is ruled out) and its reasons."""

    number: int
    facts: Facts
    reasons: Sequence[Said]


@dataclass(frozen=True)
class Found:
    """What the page shows; `more` are further hits that it doesn't."""

    hits: Sequence[Hit]
    barred: Sequence[Hit]
    more: int
    map: dict[str, Any] | None

    @property
    def askable(self) -> bool:
        """Whether one of them takes part on this server, so that it can be asked."""
        return any(hit.facts.member and not hit.facts.own for hit in self.hits)


def from_case(case: Case, by: User) -> dict[str, Any]:
    """What a case says of the need, as values of the form; it is read here and stands in no address."""
    person = case.person
    facts = coded_facts(person, by.home, today(by.home))
    adult, child = GENDERS.get(person.gender, ("", ""))
    return {
        "language": facts["language"],
        "interpreter": facts["interpreter_needed"],
        "age": facts["age_band"],
        "whom": child if facts["age_band"] in CHILDREN else adult,
        "country": by.home.country,
    }


def find(need: Need, by: User, case: Case | None = None) -> Found:
    """The services that fit, of those that the user reads; none of a partner that the person must be kept from."""
    never = never_with(case.person, by) if case else ()
    services = gather(by, [need.service], never=never, no_embassies=bool(case and kept_from_embassies(case.person, by)))
    found = match(need, services, timezone.now())
    hits = [_hit(number, one) for number, one in enumerate(found.fitting[:SHOWN], start=1)]
    barred = [_hit(0, one, only=(Side.BARS,)) for one in found.barred[:MOST_BARRED]]
    return Found(hits, barred, max(0, len(found.fitting) - SHOWN), map_of(hits))


def _hit(number: int, one: Match, only: Iterable[Side] = Side) -> Hit:
    reasons = [
        Said(*ICONS[side], side_words(side), words(reason)) for side in Side if side in only for reason in one.of(side)
    ]
    return Hit(number, one.facts, reasons)


def map_of(hits: Sequence[Hit]) -> dict[str, Any] | None:
    """The map of their public places, marks leading to the entries of the list; None where there is nothing to show."""
    names = {hit.number: f"{hit.facts.name}, {hit.facts.provider}" for hit in hits}
    return drawn({hit.number: [hit.facts] for hit in hits}, names, "hit")


def drawn(services: Mapping[int, Sequence[Facts]], names: Mapping[int, str], of: str) -> dict[str, Any] | None:
    """A map of these services by number; `names` is what each number stands for, `of` the anchor's first word."""
    places = {}
    for number, found in services.items():
        spots = {(spot.longitude, spot.latitude) for one in found for spot in one.spots if spot.on_map}
        places[number] = [(x, y) for x, y in sorted(spots) if x is not None and y is not None]
    made = picture(places)
    return {"picture": made, "marks": [_mark(mark, names, of) for mark in made.marks]} if made else None


def _mark(mark: Mark, names: Mapping[int, str], of: str) -> dict[str, Any]:
    title = "; ".join(f"{number}: {names[number]}" for number in mark.numbers)
    return {"at": mark, "href": f"#{of}-{mark.numbers[0]}", "title": title, "width": 2 * mark.half}
