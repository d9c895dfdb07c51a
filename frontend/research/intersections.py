"""Who receives a service, how soon, and whether two things together weigh more than each, by group and where they meet.

Shares are of the people counted, with noise and chance in their intervals. An intersection is shown only where it has
enough people to stand clear of the noise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite, sqrt
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from anonymized_exports.dpstats import Estimate, difference, q_values, share
from frontend.packages import Figure, Package

from .cells import FINDING, by_codes
from .words import is_answer, name_of

SOON = ("sameDay", "1--7")
LATER = ("8--30", "31--90", "91+", "none")
CLEAR = 4  # σ: a group with fewer people isn't shown
NEEDS = ("served", "gender-served", "age-broad-served", "gender-age-broad-served", "gender-age-broad-first-service",
         "groups-served", "groups-first-service", "groups-gender-served", "group-pairs-served")  # fmt: skip
Keys = tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """People where groups meet: how many, the share reached, and how far that is from everybody's.

    `compound` is how far the share is from what the groups alone let expect: everybody's, and each group's difference
    from it. Shares lie between 0 and 1; `q` is adjusted over the rows of the section.
    """

    codes: Keys
    people: Estimate
    share: Estimate
    apart: Estimate
    q: float
    compound: Estimate | None = None
    compound_q: float = 1.0

    @property
    def names(self) -> list[str]:
        """The groups in the reader's language: rows are kept for readers of any."""
        return [name_of(code) for code in self.codes]

    @property
    def differs(self) -> str:
        """`more` or `less` where the difference from everybody may be believed; else nothing."""
        return _sign(self.apart, self.q)

    @property
    def compounds(self) -> str:
        """`more` or `less` where both together weigh otherwise than each alone; else nothing."""
        return _sign(self.compound, self.compound_q) if self.compound else ""

    @property
    def bar(self) -> tuple[float, float, float, float]:
        """Where the share, and both ends of its interval, stand on a scale of 100; and how long the interval is."""
        low, high = 100 * self.share.low, 100 * min(1.0, self.share.high)
        return 100 * self.share.value, low, high, high - low


@dataclass(frozen=True)
class Section:
    """One list of intersections, and everybody's share. `alone` tells that its rows are of single groups."""

    table: str
    heading: Promise
    everybody: Estimate
    rows: list[Row]
    alone: bool


def intersections(package: Package) -> dict[str, Any]:
    """All sections, first who is reached, then how soon."""
    return {"sections": _sections(package)}


@lru_cache(maxsize=8)
def _sections(package: Package) -> list[Section]:
    served, soon = _by_group(package, "served")[()], _everybody_soon(package)
    gender, age = _by_group(package, "gender-served"), _by_group(package, "age-broad-served")
    groups, both = _by_group(package, "groups-served"), _by_group(package, "gender-age-broad-served")
    by_gender, pairs = _by_group(package, "groups-gender-served"), _by_group(package, "group-pairs-served")
    pairs = {keys: split for keys, split in pairs.items() if _kind(keys[0]) != _kind(keys[1])}
    return [
        _section("groups-served", _("Given a service, by race, ethnicity and difficulty"), served, groups, ()),
        _section("gender-age-broad-served", _("Given a service, by gender and age"), served, both, (gender, age)),
        _section("groups-gender-served", _("Given a service, by race, ethnicity or difficulty, and gender"), served,
                 by_gender, (groups, gender)),
        _section("group-pairs-served", _("Given a service, by race or ethnicity, and difficulty"), served, pairs,
                 (groups, groups)),
        _section("groups-first-service", _("Given a service within 7 days, by race, ethnicity and difficulty"), soon,
                 _by_group(package, "groups-first-service", SOON, LATER), ()),
        _section("gender-age-broad-first-service", _("Given a service within 7 days, by gender and age"), soon,
                 _by_group(package, "gender-age-broad-first-service", SOON, LATER), ()),
    ]  # fmt: skip


@dataclass(frozen=True)
class Split:
    """People reached and not reached, each with its σ."""

    reached: float
    other: float
    sigma: float
    sigma_other: float

    @property
    def people(self) -> Estimate:
        """Both together."""
        return difference(self.reached, -self.other, self.sigma, self.sigma_other)

    @property
    def share(self) -> Estimate:
        """The share reached, noise and chance in its interval."""
        return share(self.reached, self.other, self.sigma, self.sigma_other, sampled=True)

    @property
    def is_clear(self) -> bool:
        """Whether there are enough people to say something."""
        return self.people.value >= CLEAR * self.people.sigma and isfinite(self.share.sigma)


def _by_group(
    package: Package, table: str, reached: Sequence[str] = ("yes",), other: Sequence[str] = ("no",)
) -> dict[Keys, Split]:
    """People by everything but the table's last question, split by its answers."""
    cells = by_codes(package, table)
    keys = dict.fromkeys(codes[:-1] for codes in cells if all(_is_group(code) for code in codes[:-1]))
    return {one: _split([cells[*one, code] for code in reached], [cells[*one, code] for code in other]) for one in keys}


def _split(reached: Iterable[Figure], other: Iterable[Figure]) -> Split:
    sums = [(sum(f.value for f in part), sqrt(sum(f.sigma**2 for f in part))) for part in (list(reached), list(other))]
    (one, sigma), (rest, sigma_rest) = sums
    return Split(one, rest, sigma, sigma_rest)


def _everybody_soon(package: Package) -> Estimate:
    """Everybody's share within 7 days, from counts as drawn: estimates that can't be negative don't add up."""
    table = "gender-age-broad-first-service"
    drawn = float(package.descriptor["privacy"]["sigmaOfNoisyCounts"][table])
    cells = by_codes(package, table)

    def people(bands: Sequence[str]) -> tuple[float, float]:
        counts = [figure.noisy for codes, figure in cells.items() if codes[-1] in bands]
        return float(sum(counts)), drawn * sqrt(len(counts))

    (soon, sigma), (later, sigma_later) = people(SOON), people(LATER)
    return share(soon, later, sigma, sigma_later, sampled=True)


def _section(
    table: str,
    heading: Promise,
    everybody: Split | Estimate,
    found: dict[Keys, Split],
    alone: tuple[dict[Keys, Split], ...],
) -> Section:
    """Rows with their tests; `alone` gives, for each key of an intersection, the groups by themselves."""
    whole = everybody.share if isinstance(everybody, Split) else everybody
    clear = {keys: split for keys, split in found.items() if split.is_clear}
    apart = {keys: difference(one.share.value, whole.value, one.share.sigma, whole.sigma)
             for keys, one in clear.items()}  # fmt: skip
    together = {keys: _compound(keys, one, whole, alone) for keys, one in clear.items()}
    tested = {keys: estimate for keys, estimate in together.items() if estimate}
    q = dict(zip(apart, q_values([one.p for one in apart.values()]), strict=True))
    q_together = dict(zip(tested, q_values([one.p for one in tested.values()]), strict=True))
    rows = [
        Row(keys, one.people, one.share, apart[keys], q[keys], together[keys],
            q_together.get(keys, 1.0))
        for keys, one in clear.items()
    ]  # fmt: skip
    return Section(table, heading, whole, sorted(rows, key=lambda row: row.share.value), not alone)


def _compound(keys: Keys, one: Split, whole: Estimate, alone: tuple[dict[Keys, Split], ...]) -> Estimate | None:
    """The share less what the groups alone let expect; None where one of them is too small to tell."""
    groups = [of_one[(key,)] for key, of_one in zip(keys, alone, strict=False)]
    if len(groups) != 2 or not all(group.is_clear for group in groups):
        return None
    expected = sum(group.share.value for group in groups) - whole.value
    sigma = sqrt(sum(group.share.sigma**2 for group in groups) + whole.sigma**2)
    return difference(one.share.value, expected, one.share.sigma, sigma)


def _sign(estimate: Estimate, q: float) -> str:
    if q > FINDING:
        return ""
    return "more" if estimate.value > 0 else "less"


def _is_group(code: str) -> bool:
    return is_answer(code) and code != "other"


def _kind(flag: str) -> str:
    return "ethnicity" if flag.startswith("ethnicity") else "disability"
