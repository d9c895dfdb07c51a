"""Whether a service is open at a moment, by the clock of its place. What a line can't tell for sure is not known."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from referrals.directory.facts import Span

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ONE_DAY = datetime.timedelta(days=1)


def is_open(spans: Sequence[Span] | None, now: datetime.datetime, zone: str) -> bool | None:
    """Whether one of these spans holds `now`; None where nothing, or nothing that can be reckoned, is written down."""
    if not spans:
        return None
    here = now.astimezone(ZoneInfo(zone))
    return any(_holds(span, here) for span in spans)


def _holds(span: Span, here: datetime.datetime) -> bool:
    today, clock = here.date(), here.time()
    if span.opens_at is None or span.closes_at is None:
        return _on(span, today)
    if span.opens_at < span.closes_at:
        return _on(span, today) and span.opens_at <= clock < span.closes_at
    # past midnight: the evening of today, or the small hours that began yesterday
    return (_on(span, today) and clock >= span.opens_at) or (_on(span, today - ONE_DAY) and clock < span.closes_at)


def _on(span: Span, day: datetime.date) -> bool:
    begun = span.valid_from is None or span.valid_from <= day
    lasts = span.valid_to is None or day <= span.valid_to
    return begun and lasts and DAYS[day.weekday()] in span.days
