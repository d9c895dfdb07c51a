"""Calls, counted: for supervisors, exact, since nothing of it leaves the organization."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from cases.codelists.languages import LANGUAGES
from cases.codelists.services import SERVICES
from cases.models import CallChannel, CallKind, CallTally, QuickContact

from .doors import WorkerRequest, door

MONTHS = 12
Part = CallTally.Part


@dataclass(frozen=True)
class Table:
    """A titled list of labels with counts."""

    title: str
    rows: list[tuple[Any, int]]


@door("approve", methods=("GET",))
def hotline_counts(request: WorkerRequest) -> HttpResponse:
    """One month, `month` in the address as YYYY-MM."""
    user = request.user
    months = _months(today(user.home))
    first = next((one for one in months if f"{one:%Y-%m}" == request.GET.get("month")), months[0])
    trail.record(events.CALL_COUNTS_READ, by=user, facts={"month": f"{first:%Y-%m}"})
    rows = _rows(user, first)
    tables = [_days(rows), *(_table(rows, part) for part in (Part.HOUR, Part.LANGUAGE, Part.NEED, Part.OUTCOME))]
    context = {
        "months": months,
        "first": first,
        "kinds": _kinds(rows),
        "channels": CallChannel.labels,
        "tables": [table for table in tables if table.rows],
    }
    return render(request, "hotline/counts.html", context)


def _months(day: datetime.date) -> list[datetime.date]:
    """The first days of this month and of those before it."""
    found = [day.replace(day=1)]
    while len(found) < MONTHS:
        found.append((found[-1] - datetime.timedelta(days=1)).replace(day=1))
    return found


def _rows(user: User, first: datetime.date) -> list[CallTally]:
    end = (first + datetime.timedelta(days=32)).replace(day=1)
    return list(CallTally.objects.visible_to(user).filter(day__gte=first, day__lt=end).order_by("day"))


def _kinds(rows: Iterable[CallTally]) -> list[tuple[Any, list[int], int]]:
    """Each kind that was counted: by channel, and together."""
    found = []
    for kind in CallKind:
        own = [row for row in rows if row.part == Part.KIND and row.code == kind]
        by_channel = [sum(row.count for row in own if row.channel == channel) for channel in CallChannel]
        if own:
            found.append((kind.label, by_channel, sum(by_channel)))
    return found


def _days(rows: Iterable[CallTally]) -> Table:
    found: dict[datetime.date, int] = {}
    for row in rows:
        if row.part == Part.KIND:
            found[row.day] = found.get(row.day, 0) + row.count
    return Table(_("By day"), list(found.items()))


def _table(rows: Iterable[CallTally], part: CallTally.Part) -> Table:
    titles = {
        Part.HOUR: _("By hour"),
        Part.LANGUAGE: _("By language"),
        Part.NEED: _("By what is needed"),
        Part.OUTCOME: _("What became of contacts"),
    }
    own = [(row.code, row.count) for row in rows if row.part == part]
    own.sort(key=lambda pair: pair if part == Part.HOUR else (-pair[1], pair[0]))
    return Table(titles[part], [(_label(part, code), count) for code, count in own])


def _label(part: CallTally.Part, code: str) -> Any:
    if part == Part.HOUR:
        return f"{code}:00–{code}:59"
    if part == Part.OUTCOME:
        return QuickContact.State(code).label
    return (LANGUAGES if part == Part.LANGUAGE else SERVICES).label(code)
