"""What records miss, counted over the open cases that somebody sees: in all, by caseworker and by team."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import Team, User
from casemgr.accounts.questions import QUESTIONS
from cases.gaps import GAPS
from cases.models import Case, DuplicatePair

from .counting import room

KINDS = ("empty", "declined", "unknown")
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


def count(user: User) -> Quality:
    """Count the gaps of what the user sees."""
    with room():
        rows = _cells(user)
        people, teams = _by(rows, "caseworker_id"), _by(rows, "team_id")
        whole = sum((cell for cell in people.values()), Counter[str]())
        pairs = DuplicatePair.objects.visible_to(user).open().count() if user.can("merge_cases") else None
        return Quality(
            open=whole["open"],
            found={gap.name: whole[gap.name] for gap in GAPS},
            workers=_lines(people, User.objects.filter(organization_id=user.organization_id)),
            teams=_lines(teams, user.home.teams.all()) if set(teams) - {None} else [],
            questions=_questions(user, whole["open"]),
            duplicates=pairs,
        )


def _cells(user: User) -> list[dict[str, Any]]:
    """By worker and team: the plain gaps in one statement, each other in one of its own, planned as a join."""
    cases, day = Case.objects.visible_to(user).open().order_by(), today(user.organization)
    plain = {gap.name: Count("pk", filter=gap.where(user, day)) for gap in GAPS if gap.plain}
    rows: list[Any] = list(cases.values("caseworker_id", "team_id").annotate(open=Count("pk"), **plain))
    for gap in GAPS:
        if not gap.plain:
            narrowed = cases.filter(gap.where(user, day)).values("caseworker_id", "team_id")
            rows += list(narrowed.annotate(**{gap.name: Count("pk")}))
    return rows


def _by(rows: Iterable[Mapping[str, Any]], column: str) -> dict[UUID | None, Counter[str]]:
    found: dict[UUID | None, Counter[str]] = {}
    for row in rows:
        numbers = {name: n for name, n in row.items() if name not in ("caseworker_id", "team_id")}
        found.setdefault(row[column], Counter()).update(numbers)
    return found


def _lines(found: Mapping[UUID | None, Counter[str]], of: Any) -> list[Line]:
    known = {one.pk: one for one in of.filter(pk__in=[key for key in found if key])}
    lines = [
        Line(known.get(key), cell["open"], [cell[gap.name] for gap in GAPS])
        for key, cell in found.items()
        if key is None or key in known
    ]
    return sorted(lines, key=lambda line: (line.who is None, str(line.who or "")))


def _questions(user: User, everybody: int) -> list[Share]:
    asked = user.home.asked
    labels = {name: label for name, label in {**CODED, **LISTED}.items() if name not in QUESTIONS or name in asked}
    counted = {f"{name}_{kind}": Count("pk", filter=_said(name, kind)) for name in labels for kind in KINDS}
    cases = Case.objects.visible_to(user).open().order_by()
    told = cases.aggregate(**counted) if everybody else {}
    return [
        _share(label, [told.get(f"{name}_{kind}", 0) for kind in KINDS], everybody) for name, label in labels.items()
    ]


def _said(name: str, kind: str) -> Q:
    if kind == "empty":
        return Q(**{f"person__{name}": [] if name in LISTED else ""})
    return Q(**{f"person__{name}__contains": [kind]} if name in LISTED else {f"person__{name}": kind})


def _share(label: Any, told: list[int], everybody: int) -> Share:
    not_asked, declined, unknown = told
    return Share(label, not_asked, declined, unknown, round(100 * not_asked / everybody) if everybody else 0)
