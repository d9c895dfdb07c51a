"""What records miss, counted over the open cases that somebody sees: in all, by caseworker and by team."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import Team, User
from casemgr.accounts.questions import QUESTIONS
from cases.gaps import GAPS
from cases.models import Case, DuplicatePair, ReportRules

from .counting import Found

KINDS = ("empty", "declined", "unknown")
JOINED = tuple(gap for gap in GAPS if not gap.plain)
STEPS = 2 + len(JOINED)
CODED: Mapping[str, Any] = {
    "gender": _("Sex or gender"),
    "citizenship": _("Citizenship"),
    "preferred_language": _("Preferred language"),
    "marital_status": _("Marital status"),
    "education": _("Education"),
    "immigration_status": QUESTIONS["immigration_status"],
}
LISTED: Mapping[str, Any] = {name: QUESTIONS[name] for name in ("ethnicities", "disabilities")}


@dataclass(frozen=True)
class Share:
    """A question over the open cases: how many weren't asked, declined, or don't know."""

    label: Any
    not_asked: int
    declined: int
    unknown: int
    percent: int


@dataclass(frozen=True)
class Line:
    """A colleague's, or a team's, open cases and how many have each gap. `who` None: nobody's."""

    who: User | Team | None
    open: int
    gaps: list[int]


@dataclass(frozen=True)
class Quality:
    """`found` by the gap's name."""

    open: int
    found: Mapping[str, int]
    workers: list[Line]
    teams: list[Line]
    questions: list[Share]
    duplicates: int | None
    counted_at: datetime.datetime | None = None


@dataclass(frozen=True)
class AskedQuality:
    """It is about what one sees, and today: an address says nothing more."""

    query: str = ""
    question: str = ""


def asked(_query: Mapping[str, str], _user: User, _rules: ReportRules) -> AskedQuality:
    """There is nothing to ask."""
    return AskedQuality()


def steps(_asked: AskedQuality, user: User) -> Iterator[Found]:
    """By worker and team: the plain gaps and the questions in one statement, each other gap in one of its own, planned
    as a join.
    """
    cases, day = Case.objects.visible_to(user).open().order_by(), today(user.organization)
    plain = {gap.name: Count("pk", filter=gap.where(user, day)) for gap in GAPS if gap.plain}
    said = {f"{name}_{kind}": Count("pk", filter=_said(name, kind)) for name in _labels(user) for kind in KINDS}
    yield {"open": _cells(cases, open=Count("pk"), **plain, **said)}
    for gap in JOINED:
        yield {gap.name: _cells(cases.filter(gap.where(user, day)), **{gap.name: Count("pk")})}
    pairs = DuplicatePair.objects.visible_to(user).open().count() if user.can("merge_cases") else None
    yield {"duplicates": pairs}


def drawn(found: Found, user: User, counted_at: datetime.datetime | None = None) -> Quality:
    """The numbers with the colleagues and teams they are about."""
    rows = [row for name in ("open", *(gap.name for gap in JOINED)) for row in found[name]]
    people, teams = _by(rows, "worker"), _by(rows, "team")
    whole = sum((cell for cell in people.values()), Counter[str]())
    return Quality(
        open=whole["open"],
        found={gap.name: whole[gap.name] for gap in GAPS},
        workers=_lines(people, User.objects.filter(organization_id=user.organization_id)),
        teams=_lines(teams, user.home.teams.all()) if set(teams) - {None} else [],
        questions=[
            _share(label, [whole[f"{name}_{kind}"] for kind in KINDS], whole["open"])
            for name, label in _labels(user).items()
        ],
        duplicates=found["duplicates"],
        counted_at=counted_at,
    )


def _cells(cases: Any, **counts: Count) -> list[dict[str, Any]]:
    rows = cases.values("caseworker_id", "team_id").annotate(**counts)
    return [{"worker": _key(row.pop("caseworker_id")), "team": _key(row.pop("team_id")), **row} for row in rows]


def _key(one: UUID | None) -> str | None:
    return None if one is None else str(one)


def _by(rows: Iterable[Mapping[str, Any]], column: str) -> dict[str | None, Counter[str]]:
    found: dict[str | None, Counter[str]] = {}
    for row in rows:
        numbers = {name: n for name, n in row.items() if name not in ("worker", "team")}
        found.setdefault(row[column], Counter()).update(numbers)
    return found


def _lines(found: Mapping[str | None, Counter[str]], of: Any) -> list[Line]:
    known: dict[str | None, Any] = {str(one.pk): one for one in of.filter(pk__in=[key for key in found if key])}
    lines = [
        Line(known.get(key), cell["open"], [cell[gap.name] for gap in GAPS])
        for key, cell in found.items()
        if key is None or key in known
    ]
    return sorted(lines, key=lambda line: (line.who is None, str(line.who or "")))


def _labels(user: User) -> dict[str, Any]:
    """The questions that the organization asks."""
    asked = user.home.asked
    return {name: label for name, label in {**CODED, **LISTED}.items() if name not in QUESTIONS or name in asked}


def _said(name: str, kind: str) -> Q:
    if kind == "empty":
        return Q(**{f"person__{name}": [] if name in LISTED else ""})
    return Q(**{f"person__{name}__contains": [kind]} if name in LISTED else {f"person__{name}": kind})


def _share(label: Any, told: list[int], everybody: int) -> Share:
    not_asked, declined, unknown = told
    return Share(label, not_asked, declined, unknown, round(100 * not_asked / everybody) if everybody else 0)
