"""Count, in the background, what somebody asked to have counted: as them, with what they see now."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.encryption import held
from casemgr.errors import NotPermitted
from cases.models import CountedReport
from cases.reach import still_reaches
from cases.reports.counting import Found, room
from cases.reports.pages import PAGES

from .counted_reports import READS, State
from .projects import rules_of


def count_asked(report_id: UUID, *, by: User) -> None:
    """Count it step by step and keep it sealed; nothing of it once it was cancelled. A second run begins anew.

    Errors: OrganizationLocked, then it waits; whatever else went wrong, after the row says so.
    """
    held.require_unlocked(by.home.pk)
    try:
        found = _counted(report_id, by)
    except Exception:
        _end_count(report_id, by, State.FAILED)
        raise
    if found is not None:
        _end_count(report_id, by, State.COUNTED, found)


def _counted(report_id: UUID, by: User) -> Found | None:
    """All numbers, or None where nobody wants them any more. Each step has a transaction of its own, so that the page
    can say how far it is.
    """
    with transaction.atomic():
        require(by, READS)
        row = _mine(report_id, by)
        if row is None or row.state == State.COUNTED:
            return None
        if not still_reaches(by, row.reach):
            raise NotPermitted()
        page = PAGES[row.page]
        steps = page.steps(page.asked(dict(parse_qsl(row.question)), by, rules_of(by)), by)
    found: Found = {}
    for done in range(page.number):
        if not _moved(report_id, by, done):
            return None
        with room():
            found |= next(steps)
    return found


@transaction.atomic
def _moved(report_id: UUID, by: User, done: int) -> bool:
    own = CountedReport.objects.visible_to(by).filter(pk=report_id)
    return bool(own.update(state=State.COUNTING, steps_done=done, moved_at=timezone.now()))


@transaction.atomic
def _end_count(report_id: UUID, by: User, state: str, found: Found | None = None) -> None:
    row = _mine(report_id, by)
    if row is None:
        return
    row.state, row.content, row.moved_at = state, found, timezone.now()
    row.counted_at = row.moved_at if found is not None else None
    row.save(update_fields=["state", "content", "moved_at", "counted_at"])
    trail.record(events.REPORT_COUNT_ENDED, by=by, subject=row, facts={"how": state})


def _mine(report_id: UUID, by: User) -> Any:
    """Held until the transaction ends: whoever cancels it waits."""
    return CountedReport.objects.visible_to(by).select_for_update().filter(pk=report_id).first()
