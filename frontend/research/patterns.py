"""The patterns a release can show: which tables each needs, what it says, and what it can't say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from anonymized_exports.models import Release
from casemgr.errors import NotFound
from frontend.packages import Package

from . import combinations, corridors, intersections, places, trends


@dataclass(frozen=True)
class Pattern:
    """One page of pictures. `limits` are the sentences under "What this can't say"."""

    name: str
    heading: Promise
    says: Promise
    needs: tuple[str, ...]
    limits: tuple[Promise, ...]
    draw: Callable[[Package, Release], dict[str, Any]]

    @property
    def template(self) -> str:
        """The template that draws it."""
        return f"research/patterns/{self.name}.html"


PATTERNS = (
    Pattern(
        "places",
        _("Places"),
        _("Where people are from, and where they were exploited."),
        ("citizenship", "country-of-exploitation"),
        (
            _("How much exploitation there is in a country: a dark country may have more shelters or better records."),
            _("That a plain country has none. Nobody may have been found there, or asked for help here."),
            _("Where somebody lived or was found: only countries are counted."),
        ),
        lambda package, _release: places.places(package),
    ),
    Pattern(
        "corridors",
        _("Corridors"),
        _("From which citizenship to which country of exploitation."),
        (corridors.TABLE,),
        (
            _("A route: citizenship says where somebody belongs, not where they set out or which way they went."),
            _("That a corridor isn't there. Small ones can't be told from noise and are left out of the picture."),
            _("That one corridor is larger than another whose interval it overlaps."),
        ),
        lambda package, _release: corridors.corridors(package),
    ),
    Pattern(
        "trends",
        _("Trends"),
        _("How figures change from year to year."),
        (trends.EVERYBODY,),
        (
            _("That it happens more or less often. Organizations that join, leave or grow change the figures too."),
            _("When something happened: the year is the one of registration, often long after."),
            _("What the next year brings."),
        ),
        lambda package, release: trends.trends(package, release.cutoff),
    ),
    Pattern(
        "combinations",
        _("Combinations"),
        _("What is reported of the same people more often than by chance."),
        (combinations.TABLE, "flags", "total"),
        (
            _("That one thing causes the other. Both may come with a third, such as the country or the trade."),
            _("That two things don't go together where no mark stands: there may be too few people to tell."),
            _("Anything about what was not asked: organizations ask different questions, and that alone joins some."),
        ),
        lambda package, _release: combinations.combinations(package),
    ),
    Pattern(
        "intersections",
        _("Who is reached"),
        _("Which groups are given a service and how soon, and whether two things together weigh more than each."),
        intersections.NEEDS,
        (
            _("Who never came into care, or didn't agree to be counted: they are in no figure here."),
            _("Why a share is lower. Needs, places, languages and what organizations can offer differ as well."),
            _("That two groups are served alike where no mark stands: there may be too few people to tell."),
            _("Anything about a group whose organizations don't ask about race, ethnicity or difficulties."),
        ),
        lambda package, _release: intersections.intersections(package),
    ),
)


def shown(package: Package) -> list[Pattern]:
    """The patterns whose tables the package has."""
    return [pattern for pattern in PATTERNS if set(pattern.needs) <= set(package.tables)]


def pattern_of(package: Package, name: str) -> Pattern:
    """The pattern of this name. Errors: NotFound, also where the package lacks its tables."""
    for pattern in shown(package):
        if pattern.name == name:
            return pattern
    raise NotFound()
