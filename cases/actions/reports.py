"""Read a report, and take one out. Both are in the trail, with what was asked and no number.

What takes long is counted before (`counted_reports`), and then shown. Errors of all: NotPermitted, NotCounted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput
from cases.models import CountedReport
from cases.reports import equity, quality
from cases.reports.asked import Asked, asked
from cases.reports.counting import at_once, counts, steps
from cases.reports.leaving import Leaving, leaving
from cases.reports.report import Report, Taken
from cases.reports.tables import crossed, tables

from .counted_reports import READS, kept_of
from .projects import rules_of


@transaction.atomic
def read_report(query: Mapping[str, str], *, by: User) -> Report:
    """What an address asks, over the cases that `by` sees. Errors: InvalidInput."""
    require(by, READS)
    rules = rules_of(by)
    found = asked(query, by, rules)
    kept = kept_of("report", found, by)
    trail.record(events.REPORT_READ, by=by, facts=_told(found) | _when(kept))
    return _counted(found, kept, rules.least, by)


@transaction.atomic
def take_report(
    query: Mapping[str, str], *, by: User, form: str, exact: bool = False, reason: str = "", now: bool = False
) -> Taken:
    """A report to be given away: without small numbers, or exact for a reason. Errors: InvalidInput.

    `now`: whoever asks waits while it is counted, however long that takes.
    """
    require(by, READS)
    if exact and not reason.strip():
        raise InvalidInput(_("Say why the exact numbers have to leave."), field="reason")
    rules = rules_of(by)
    found = asked(query, by, rules)
    kept = None if now else kept_of("report", found, by)
    facts = _told(found) | {"form": form, "exact": int(exact), "least": rules.least} | _when(kept)
    trail.record(events.REPORT_TAKEN, by=by, facts=facts, reason=reason.strip() if exact else "")
    report = _counted(found, kept, rules.least, by)
    return _exact(report) if exact else _bounded(report)


@transaction.atomic
def read_equity(query: Mapping[str, str], *, by: User, now: bool = False) -> equity.Equity:
    """Access, waiting and outcomes by group; `now` as in `take_report`. Errors: InvalidInput."""
    require(by, READS)
    rules = rules_of(by)
    found = equity.asked(query, by, rules)
    kept = None if now else kept_of("equity", found, by)
    trail.record(events.EQUITY_READ, by=by, facts=found.codes | _when(kept))
    numbers = kept.content if kept else at_once(equity.steps(found, by))
    return equity.drawn(found, numbers, rules.least, kept.counted_at if kept else None)


@transaction.atomic
def read_quality(*, by: User) -> quality.Quality:
    """What records miss, over the cases that `by` sees."""
    require(by, READS)
    found = quality.AskedQuality()
    kept = kept_of("quality", found, by)
    trail.record(events.QUALITY_READ, by=by, facts=_when(kept))
    numbers = kept.content if kept else at_once(quality.steps(found, by))
    return quality.drawn(numbers, by, kept.counted_at if kept else None)


def _told(found: Asked) -> dict[str, Any]:
    return {"report": found.query, "period": found.period.code}


def _when(kept: CountedReport | None) -> dict[str, Any]:
    """For the trail: of what time the numbers are that were looked at, where that isn't now."""
    return {"counted": kept.counted_at.isoformat(timespec="minutes")} if kept and kept.counted_at else {}


def _counted(found: Asked, kept: CountedReport | None, least: int, by: User) -> Report:
    numbers = counts(kept.content if kept else at_once(steps(found, by)))
    shown = tables(numbers, found, by), crossed(numbers, found, by)
    return Report(found, numbers, *shown, least, kept.counted_at if kept else None)


def _exact(report: Report) -> Taken:
    counts = report.counts
    whole = Leaving(counts.people, counts.services, report.tables, report.crossed)
    taught = counts.trained, counts.trainings
    return Taken(report.asked, whole, report.least, True, counts.at_risk, *taught, report.counted_at)


def _bounded(report: Report) -> Taken:
    counts, least, found = report.counts, report.least, report.asked
    told = leaving(
        report.tables,
        report.crossed,
        people=counts.people,
        services=counts.services,
        least=least,
        rows=found.rows,
        columns=found.columns,
    )
    at_risk = counts.at_risk if counts.at_risk >= least or not counts.at_risk else None
    return Taken(found, told, least, False, at_risk, counts.trained, counts.trainings, report.counted_at)
