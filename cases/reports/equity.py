"""Whether help comes to everybody alike: who was served, how soon, and what was declined or not to be had, by group.

Counted are cases opened in the period. A group of few people is withheld, and another with it; who wasn't asked, or
declined to answer, is a group of its own. What is only sealed (sexual orientation) can't be counted.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Aggregate,
    Count,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models import Case as Choose
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.accounts.questions import QUESTIONS
from casemgr.errors import InvalidInput
from cases.codelists.base import SPECIAL_ANSWERS
from cases.codelists.htcds_person import HTCDS_GENDER
from cases.codelists.languages import LANGUAGES
from cases.models import Case, ReportRules, ServiceRecord
from cases.sensitive import DISABILITY, ETHNICITY, IMMIGRATION

from .counting import Found
from .intervals import difference, wilson
from .periods import Period, find
from .withholding import of_cross, of_list, of_overlapping

USUAL, STEPS = "this-year", 2
WEEK = 7
GROUPS: Mapping[str, Any] = {
    "gender": _("Sex or gender"),
    "preferred_language": _("Language"),
    "ethnicities": QUESTIONS["ethnicities"],
    "disabilities": QUESTIONS["disabilities"],
    "immigration_status": QUESTIONS["immigration_status"],
}
LISTED = frozenset({"ethnicities", "disabilities"})
SAID = {
    "gender": HTCDS_GENDER,
    "preferred_language": LANGUAGES,
    "ethnicities": ETHNICITY,
    "disabilities": DISABILITY,
    "immigration_status": IMMIGRATION,
}
#: share -> its words; of a group: how many of its cases
SHARES: Mapping[str, Any] = {
    "served": _("Received a service"),
    "soon": _("Received one within a week"),
    "unavailable": _("Something was not to be had"),
    "declined": _("Declined something"),
}
ALL_OF_THEM = 2  # times the smallest number: of fewer people "nobody" and "everybody" say too much of each
APART, MORE, LESS = "same", "more", "less"


@dataclass(frozen=True)
class AskedEquity:
    """A period, a question, and another to cross it with or nothing."""

    period: Period
    when: str
    by: str
    and_by: str = ""

    @property
    def names(self) -> list[str]:
        """The questions that make the groups."""
        return [name for name in (self.by, self.and_by) if name]

    @property
    def query(self) -> str:
        """The address of this page."""
        told = {"when": self.when, "by": self.by, "and": self.and_by}
        return urlencode({name: value for name, value in told.items() if value})

    @property
    def question(self) -> str:
        """The same, whatever day it is."""
        return replace(self, when=self.period.code).query

    @property
    def codes(self) -> dict[str, str | int]:
        """For the trail."""
        return {"period": self.period.code, "by": self.by, "and": self.and_by}


@dataclass(frozen=True)
class Rate:
    """A share of a group in hundredths with its interval, and how it compares with everybody else's."""

    percent: int
    low: int
    high: int
    compared: str = APART


@dataclass(frozen=True)
class Group:
    """People with the same answer. `size` None: withheld, with everything else of it; so is a rate that is None."""

    labels: tuple[Any, ...]
    size: int | None
    rates: list[Rate | None]
    wait: int | None = None


@dataclass(frozen=True)
class Equity:
    """Groups in the order of their code lists, never by their figures."""

    asked: AskedEquity
    everybody: Group | None
    groups: list[Group]
    least: int
    counted_at: datetime.datetime | None = None


class Median(Aggregate):
    """The middle of the values, one of them."""

    function = "percentile_disc"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = IntegerField()


def offered(user: User) -> dict[str, Any]:
    """The questions that the organization asks."""
    return {name: label for name, label in GROUPS.items() if name not in QUESTIONS or name in user.home.asked}


def asked(query: Mapping[str, str], user: User, rules: ReportRules) -> AskedEquity:
    """Read an address. Errors: InvalidInput."""
    when, by, and_by = query.get("when") or USUAL, query.get("by") or "gender", query.get("and", "")
    period, known = find(when, today(user.home), rules.first_month), offered(user)
    if period is None or period.first > today(user.home):
        raise InvalidInput(field="when")
    if by not in known or (and_by and and_by not in known):
        raise InvalidInput(field="by")
    return AskedEquity(period, when, by, "" if and_by == by else and_by)


def steps(asked: AskedEquity, user: User) -> Iterator[Found]:
    """Count everybody, then the groups; the caller has checked and written down who reads."""
    cases = _cases(asked.period, user)
    yield {"whole": _measured(cases)}
    yield {"rows": _measured(cases, asked.names)}


def drawn(asked: AskedEquity, found: Found, least: int, counted_at: datetime.datetime | None = None) -> Equity:
    """What of the numbers is shown."""
    whole, rows, names = found["whole"], found["rows"], asked.names
    if whole["n"] < least:
        return Equity(asked, None, [], least, counted_at)
    hidden = _hidden(rows, names, whole["n"], least)
    groups = [_group(row, names, whole, hidden, least) for row in sorted(rows, key=lambda row: _place(row, names))]
    return Equity(asked, _group(whole, [], whole, set(), least), _none_alone(groups), least, counted_at)


def _cases(period: Period, user: User) -> Any:
    """Cases opened then, each with the day of its first service and what else became of its services."""
    services = ServiceRecord.objects.visible_to(user).filter(case_id=OuterRef("pk")).order_by()
    given = services.filter(outcome="delivered", on_date__gte=OuterRef("opened_on"))
    first = Subquery(given.order_by("on_date").values("on_date")[:1], output_field=DateField())
    opened = Case.objects.visible_to(user).standing().filter(kind=Case.Kind.SURVIVOR)
    opened = opened.filter(opened_on__gte=period.first, opened_on__lt=period.after).order_by()
    return opened.annotate(
        wait=Func(first, F("opened_on"), template="(%(expressions)s)", arg_joiner=" - ", output_field=IntegerField()),
        no_room=Exists(services.filter(outcome="unavailable")),
        refused=Exists(services.filter(outcome="declined")),
    )


def _measured(cases: Any, names: Iterable[str] = ()) -> Any:
    measures = {
        "n": Count("pk"),
        "served": Count("pk", filter=Q(wait__isnull=False)),
        "soon": Count("pk", filter=Q(wait__lte=WEEK)),
        "unavailable": Count("pk", filter=Q(no_room=True)),
        "declined": Count("pk", filter=Q(refused=True)),
        "median": Median("wait"),
    }
    if not names:
        return cases.aggregate(**measures)
    columns = {f"g{i}": _answer(name) for i, name in enumerate(names)}
    return list(cases.annotate(**columns).values(*columns).annotate(**measures))


def _answer(name: str) -> Any:
    """A code; of a list each of its codes, and nothing where none was told."""
    column = F(f"person__{name}")
    if name not in LISTED:
        return column
    told = Choose(When(**{f"person__{name}": []}, then=Value([""], ArrayField(TextField()))), default=column)
    return Func(told, function="unnest", output_field=TextField())


def _hidden(rows: list[dict[str, Any]], names: list[str], everybody: int, least: int) -> set[tuple[str, ...]]:
    """Groups to withhold, as their codes."""
    sizes = {tuple(row[f"g{i}"] for i in range(len(names))): row["n"] for row in rows}
    listed = LISTED & set(names)
    if len(names) == 1:
        one = {key[0]: n for key, n in sizes.items()}
        if listed:
            return {(code,) for code in of_overlapping(one, everybody, least)}
        return {key for key in of_list(one, least) if len(key) == 1}
    if listed:
        return _by_lines(sizes, least)
    return {key for key in of_cross(sizes, least)[0] if key in sizes}


def _by_lines(sizes: Mapping[tuple[str, ...], int], least: int) -> set[tuple[str, ...]]:
    """Of overlapping groups in two questions: no line and no column may hide one alone."""
    hidden = {key for key, n in sizes.items() if n < least}
    while True:
        more = set()
        for axis in (0, 1):
            for code in {key[axis] for key in hidden}:
                line = [key for key in sizes if key[axis] == code]
                if len(hidden & set(line)) == 1 and len(line) > 1:
                    more.add(min(set(line) - hidden, key=lambda key: (sizes[key], key)))
        if not more:
            return hidden
        hidden |= more


def _group(
    row: Mapping[str, Any], names: list[str], whole: Mapping[str, Any], hidden: set[tuple[str, ...]], least: int
) -> Group:
    codes = tuple(row[f"g{i}"] for i in range(len(names)))
    labels = tuple(SAID[name].label(code) for name, code in zip(names, codes, strict=True))
    if codes in hidden:
        return Group(labels, None, [])
    wait = row["median"] if row["served"] >= least else None
    return Group(labels, row["n"], [_rate(row, name, whole, least) for name in SHARES], wait)


def _none_alone(groups: list[Group]) -> list[Group]:
    """A share withheld of one group alone would be what everybody's leaves: the smallest other's goes with it."""
    told = [group for group in groups if group.size is not None]
    if len(told) < len(groups):
        return groups  # whole groups are withheld: what is left over is theirs too
    for number in range(len(SHARES)):
        known = [group for group in told if group.rates[number] is not None]
        if known and len(known) == len(told) - 1:
            min(known, key=lambda group: group.size or 0).rates[number] = None
    return groups


def _rate(row: Mapping[str, Any], name: str, whole: Mapping[str, Any], least: int) -> Rate | None:
    """None where it would be about few: the part, or who isn't in it, or, of a small group, nobody or everybody."""
    part, n = row[name], row["n"]
    rest = n - part
    if 0 < part < least or 0 < rest < least or (n < ALL_OF_THEM * least and 0 in (part, rest)):
        return None
    low, high = wilson(part, n)
    below, above = difference(part, n, whole[name] - part, whole["n"] - n)
    compared = MORE if below > 0 else LESS if above < 0 else APART
    return Rate(round(100 * part / n), round(100 * low), round(100 * high), compared)


def _place(row: Mapping[str, Any], names: list[str]) -> list[Any]:
    places: list[Any] = []
    for i, name in enumerate(names):
        order = [*SAID[name].codes, *list(SPECIAL_ANSWERS)[1:], ""]
        code = row[f"g{i}"]
        places.append(order.index(code) if code in order else len(order))
    return places
