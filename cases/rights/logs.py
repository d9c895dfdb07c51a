"""When entries of logs that belong to no case end: what authorities asked, threats, words about people found together.

They hang on nobody's record, so no request of a person ends them. They end by themselves, after the years that the
organization set or else the program's own number, once supervisors have had 30 days to look and to hold them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from casemgr.accounts.models import User
from cases.models import CareReminder, Incident, LogHold, RetentionRule, ThreatReport, UnknownRequest
from cases.rights.codes import LOGS, Basis

from .retention import years_later

LogRow = UnknownRequest | ThreatReport | Incident
MODELS: Mapping[Basis, Any] = {
    Basis.UNKNOWN: UnknownRequest,
    Basis.THREAT: ThreatReport,
    Basis.INCIDENT: Incident,
}
#: how long supervisors are told before anything ends, however old it is
NOTICE = datetime.timedelta(days=30)
_CLOCK = "the clock looks at every log of one organization"


@dataclass(frozen=True)
class Ending:
    """An entry, its kind, the first day after its time, and whether a legal hold keeps it beyond that."""

    row: LogRow
    basis: Basis
    on: datetime.date
    held: bool


def seen_endings(user: User, *, by: datetime.date) -> list[Ending]:
    """Entries that the user sees and whose time is over by that day, soonest first."""
    rules = {rule.basis: rule.years for rule in RetentionRule.objects.visible_to(user)}
    holds = set(LogHold.objects.visible_to(user).holding(by - NOTICE).values_list("subject", flat=True))
    rows = {basis: model.objects.visible_to(user) for basis, model in MODELS.items()}
    return _endings(rows, rules, holds, by)


def all_endings(organization_id: Any, *, by: datetime.date, day: datetime.date) -> list[Ending]:
    """The same for the organization's own clock; holds are those of `day`."""
    rules = RetentionRule.objects.unscoped(_CLOCK).filter(organization_id=organization_id)
    holds = LogHold.objects.unscoped(_CLOCK).filter(organization_id=organization_id).holding(day)
    rows = {
        basis: model.objects.unscoped(_CLOCK).filter(organization_id=organization_id) for basis, model in MODELS.items()
    }
    years = {rule.basis: rule.years for rule in rules}
    return _endings(rows, years, set(holds.values_list("subject", flat=True)), by)


def told_on(rows: list[Ending]) -> dict[Any, datetime.date]:
    """Since when supervisors are told of each; for the clock, which alone finds that."""
    kind = CareReminder.Kind.LOG_ENDS
    found = CareReminder.objects.filter(subject__in=[one.row.pk for one in rows], kind=kind)
    return {one.subject: one.told_at.date() for one in found}


def _endings(rows: Mapping[Basis, Any], rules: Mapping[str, int], holds: set[Any], by: datetime.date) -> list[Ending]:
    found = [
        Ending(row, basis, day, row.pk in holds or _is_held(row))
        for basis in LOGS
        for row, day in _over(basis, rows[basis], rules.get(basis, LOGS[basis]), by)
    ]
    return sorted(found, key=lambda one: (one.on, str(one.row.pk)))


def _over(basis: Basis, rows: Any, years: int, by: datetime.date) -> Iterator[tuple[LogRow, datetime.date]]:
    """Those whose years are over by that day. An incident's count from its closing; of one left open from its begin."""
    if basis is Basis.INCIDENT:
        rows = rows.filter(words__isnull=False)
    for row in rows.iterator(500):
        if (day := years_later(_since(row), years)) <= by:
            yield row, day


def _is_held(row: LogRow) -> bool:
    """Whether a hold on the record of somebody who was found there keeps an incident's words too."""
    if not isinstance(row, Incident):
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.incident_is_held(%s)", [row.pk])
        return bool(cursor.fetchone()[0])


def _since(row: LogRow) -> datetime.date:
    if isinstance(row, UnknownRequest):
        return row.asked_at.date()
    if isinstance(row, ThreatReport):
        return row.recorded_at.date()
    return (row.closed_at or row.opened_at).date()
