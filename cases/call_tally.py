"""Counts of calls, each fact by itself: how many in a language, how many at an hour, never both of one call."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils import timezone

from casemgr.accounts.clock import day_of, today
from casemgr.accounts.models import User
from cases.models import CallTally

Part = CallTally.Part


def count_call(
    by: User,
    *,
    kind: str,
    channel: str,
    language: str = "",
    needs: Iterable[str] = (),
    at: datetime.datetime | None = None,
) -> None:
    """Count one call that `by` took now, or at the time when it was written on paper."""
    when = at or timezone.now()
    day = day_of(when, by.home)
    _add(by, day, Part.KIND, kind, channel)
    hour = when.astimezone(ZoneInfo(by.home.time_zone)).hour
    of_month = [(Part.HOUR, f"{hour:02}"), *((Part.NEED, need) for need in needs)]
    of_month += [(Part.LANGUAGE, language)] if language else []
    for part, code in of_month:
        _add(by, day.replace(day=1), part, code)


def count_outcome(by: User, outcome: str) -> None:
    """Count what became of a contact."""
    _add(by, today(by.home).replace(day=1), Part.OUTCOME, outcome)


def _add(by: User, day: datetime.date, part: str, code: str, channel: str = "") -> None:
    place: dict[str, Any] = {"organization": by.home, "day": day, "part": part, "code": code, "channel": channel}
    row, _made = CallTally.objects.visible_to(by).get_or_create(**place)
    CallTally.objects.visible_to(by).filter(pk=row.pk).update(count=F("count") + 1)
