"""What is reported of one group more often than of another, service and speed included: whatever a release crosses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from anonymized_exports.dpstats import Estimate, difference, q_values, share_of_whole
from casemgr.errors import NotFound
from frontend.packages import Package

from .cells import FINDING, by_codes
from .words import is_answer, name_of


class Crossing(NamedTuple):
    """The table that counts everybody in each group, and where in a row's codes the group stands."""

    counts: str
    group: int


#: tables of two questions: a reported fact by group, or an answer by group, or an answer by a group that is a fact
CROSSED = {
    "flags-gender": Crossing("gender", 1),
    "flags-age-broad": Crossing("age-broad", 1),
    "flags-country-of-exploitation": Crossing("country-of-exploitation", 1),
    "services-received-gender": Crossing("gender", 1),
    "services-received-age-broad": Crossing("age-broad", 1),
    "services-declined-gender": Crossing("gender", 1),
    "services-declined-age-broad": Crossing("age-broad", 1),
    "services-unavailable-gender": Crossing("gender", 1),
    "services-unavailable-standing": Crossing("standing", 1),
    "referral-ends-gender": Crossing("gender", 1),
    "referral-ends-age-broad": Crossing("age-broad", 1),
    "referred-gender": Crossing("gender", 0),
    "first-service-gender": Crossing("gender", 0),
    "first-service-standing": Crossing("standing", 0),
    "language-served": Crossing("language", 0),
    "groups-served": Crossing("groups", 0),
    "groups-first-service": Crossing("groups", 0),
}
LIMITS = (
    _("That something didn't happen to a group: workers may ask some people more than others."),
    _("Who is not reached at all. Whoever never came into care is in neither group."),
    _("Why the groups differ. Country, age or trade may stand behind a difference by gender."),
)


@dataclass(frozen=True)
class Row:
    """One reported fact: its share in both groups, the difference, and q among all facts compared."""

    name: str
    one: Estimate
    other: Estimate
    apart: Estimate
    q: float

    @property
    def is_finding(self) -> bool:
        """Whether the difference may be believed."""
        return self.q <= FINDING


def tables(package: Package) -> list[str]:
    """The crossed tables that the package has together with their counts of everybody."""
    return [table for table, crossing in CROSSED.items() if {table, crossing.counts} <= set(package.tables)]


def choices(package: Package, table: str) -> list[tuple[str, str]]:
    """The groups of a table that have enough people to be compared, by code and name."""
    figures = by_codes(package, CROSSED[table].counts).values()
    return [(f.codes[0], name_of(f.codes[0], f.labels[0])) for f in figures if f.reliable and is_answer(f.codes[0])]


def differences(package: Package, table: str, one: str, other: str) -> list[Row]:
    """Every fact compared between two groups, findings first. Errors: NotFound for a group that isn't offered."""
    if table not in tables(package) or {one, other} - {code for code, _name in choices(package, table)}:
        raise NotFound()
    counts, place = CROSSED[table]
    people, cells = by_codes(package, counts), by_codes(package, table)
    facts = {codes[1 - place]: figure.labels[1 - place] for codes, figure in cells.items()}

    def of(code: str, group: str) -> Estimate:
        part, whole = cells[(group, code) if place == 0 else (code, group)], people[group,]
        return share_of_whole(part.value, whole.value, part.sigma, whole.sigma, sampled=True)

    shares = [(code, of(code, one), of(code, other)) for code in facts]
    apart = [difference(a.value, b.value, a.sigma, b.sigma) for _code, a, b in shares]
    found = zip(shares, apart, q_values([estimate.p for estimate in apart]), strict=True)
    rows = [Row(name_of(code, facts[code]), a, b, between, q) for (code, a, b), between, q in found]
    return sorted(rows, key=lambda row: (row.q, -abs(row.apart.value)))
