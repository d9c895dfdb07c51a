"""Stages and safety levels over time: as rows, and safety as a line of steps."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from casemgr.accounts.models import User
from cases.models import Case, RiskChange, StageChange

LEVELS = ("", *Case.Risk.values)
WIDTH, STEP = 600, 24


@dataclass(frozen=True)
class Line:
    """The points of the line in a picture of `WIDTH` by `height`, and the levels named beside it."""

    points: str
    levels: list[tuple[str, int]]
    height: int


def stages(user: User, case: Case) -> list[dict[str, Any]]:
    """Each step, newest first, as the timeline draws it."""
    rows = StageChange.objects.visible_to(user).filter(case=case).select_related("changed_by")
    return [
        {
            "title": f"{row.get_before_display()} → {row.get_after_display()}",
            "when": row.created_at,
            "by": row.changed_by.name,
            "text": " · ".join(filter(None, [str(row.get_reason_display()) if row.reason else "", row.note or ""])),
        }
        for row in rows.order_by("-created_at", "-id")
    ]


def risks(user: User, case: Case) -> list[dict[str, Any]]:
    """Each change of the safety level, newest first, as the timeline draws it."""
    return [
        {
            "title": level_name(row.after),
            "when": row.created_at,
            "by": row.changed_by.name,
            "text": row.reason or "",
        }
        for row in reversed(_risks(user, case))
    ]


def line(user: User, case: Case) -> Line | None:
    """Safety from the first change till now; None before there was one."""
    changes = _risks(user, case)
    if not changes:
        return None
    start, now = min(case.created_at, changes[0].created_at), timezone.now()
    points, level = [(0.0, changes[0].before)], changes[0].before
    for change in changes:
        x = _at(change.created_at, start, now)
        points += [(x, level), (x, change.after)]
        level = change.after
    points.append((float(WIDTH), level))
    drawn = " ".join(f"{x:.1f},{_height(name)}" for x, name in points)
    return Line(drawn, [(level_name(name), _height(name)) for name in LEVELS], STEP * (len(LEVELS) + 1))


def level_name(risk: str) -> str:
    """A safety level in words."""
    return str(Case.Risk(risk).label) if risk else gettext("Not assessed")


def _risks(user: User, case: Case) -> list[RiskChange]:
    rows = RiskChange.objects.visible_to(user).filter(case=case).select_related("changed_by")
    return list(rows.order_by("created_at", "id"))


def _at(moment: datetime.datetime, start: datetime.datetime, now: datetime.datetime) -> float:
    whole = (now - start).total_seconds() or 1.0
    return round(WIDTH * (moment - start).total_seconds() / whole, 1)


def _height(risk: str) -> int:
    """From the top: urgent first."""
    return STEP * (len(LEVELS) - LEVELS.index(risk))
