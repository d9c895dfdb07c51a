"""Have the figures of a large organization counted by a job, and show them to who asked, for a day.

Whoever sees few cases has them counted at once, and nothing is kept.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.db.actor import Actor, acting_as
from casemgr.encryption import keys
from casemgr.errors import CasemgrError, NotFound, NotInThisState
from cases.ending_keys import destroy_surely
from cases.models import Case, CountedReport
from cases.reach import reach_of, still_reaches
from cases.reports.pages import PAGES, Question

from .projects import rules_of

READS = "view_reports"
KEPT = datetime.timedelta(days=1)
STANDSTILL = datetime.timedelta(minutes=10)  # no step is so long: whoever counted it is gone

State = CountedReport.State
UNDER_WAY = (State.WAITING, State.COUNTING)


class NotCounted(CasemgrError):
    """These figures are counted apart: `row` says how far that came, None that nobody asked for it."""

    status = 409
    code = "not_counted"
    default_message = gettext_lazy("These figures aren't counted yet. Open the report and have them counted first.")

    def __init__(self, asked: Question, row: CountedReport | None) -> None:
        self.asked, self.row = asked, row
        super().__init__()


def kept_of(page: str, asked: Question, by: User) -> CountedReport | None:
    """The person's own figures, counted within a day with the reach they have now; None: count them now, they are few.

    Errors: NotCounted.
    """
    row = _own(page, asked.question, by)
    standing = row if row is not None and _stands(row, by) else None
    if standing is not None and standing.state == State.COUNTED:
        return standing
    if standing is None and not is_large(by):
        return None
    raise NotCounted(asked, standing)


def is_large(user: User) -> bool:
    """Whether the person sees more cases than are counted while somebody waits; no more than those are looked at."""
    most = settings.CASEMGR_LIVE_CASES
    seen: int = Case.objects.visible_to(user).order_by()[: most + 1].count()
    return seen > most


def stands_still(row: CountedReport) -> bool:
    """Whether it is said to be under way, and nobody has moved it for long."""
    return row.state in UNDER_WAY and row.moved_at < timezone.now() - STANDSTILL


@transaction.atomic
def count_report(page: str, query: Mapping[str, str], *, by: User) -> CountedReport:
    """Have a page's figures counted, again if they were; while that is under way, asking once more changes nothing.

    Errors: NotPermitted, NotFound, InvalidInput, OrganizationLocked.
    """
    require(by, READS)
    if page not in PAGES:
        raise NotFound()
    asked = PAGES[page].asked(query, by, rules_of(by))
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)  # two clicks at once are one
    row = _own(page, asked.question, by)
    if row is not None and row.state in UNDER_WAY and not stands_still(row) and _stands(row, by):
        return row
    if row is not None:
        _destroy(row)
    _drop_old(CountedReport.objects.visible_to(by))
    row = CountedReport(organization=by.home, author=by, page=page, question=asked.question, reach=reach_of(by))
    keys.create_data_key(row.organization_id, row.pk)
    row.save(force_insert=True)
    app.configure_task("cases.count_report", allow_unknown=False).defer(report=str(row.pk), user=str(by.pk))
    trail.record(events.REPORT_COUNT_ASKED, by=by, subject=row, facts={"page": page, "report": asked.question})
    return row


@transaction.atomic
def find_count(public_id: str, *, by: User) -> CountedReport:
    """One of the person's own, however far it came. Errors: NotPermitted, NotFound."""
    require(by, READS)
    row: Any = CountedReport.objects.visible_to(by).filter(public_id=public_id).first()
    if row is None:
        raise NotFound()
    found: CountedReport = row
    return found


@transaction.atomic
def cancel_count(public_id: str, *, by: User) -> CountedReport:
    """Leave nothing of it; the job ends with the step it is at. Errors: NotPermitted, NotFound, NotInThisState."""
    row = find_count(public_id, by=by)
    if row.state == State.COUNTED:
        raise NotInThisState(_("These figures were counted in the meantime."))
    trail.record(events.REPORT_COUNT_ENDED, by=by, subject=row, facts={"how": "cancelled"})
    _destroy(row)
    return row


def forget_counts(organization_id: UUID) -> int:
    """Destroy what is a day old of one organization's people; how many. It acts as each of them: others see none."""
    gone = 0
    for person in User.objects.filter(organization_id=organization_id).values_list("pk", flat=True):
        with acting_as(Actor(person, organization_id, "organization")), transaction.atomic():
            gone += _drop_old(CountedReport.objects.unscoped("old figures are destroyed").filter(author_id=person))
    if gone:
        with acting_as(None):
            facts: dict[str, str | int] = {"how": "forgotten", "reports": gone}
            trail.record(events.REPORT_COUNT_ENDED, by=None, organization_id=organization_id, facts=facts)
    return gone


def _own(page: str, question: str, by: User) -> CountedReport | None:
    return CountedReport.objects.visible_to(by).filter(page=page, question=question).first()


def _stands(row: CountedReport, by: User) -> bool:
    return row.moved_at > timezone.now() - KEPT and still_reaches(by, row.reach)


def _drop_old(own: QuerySet[CountedReport]) -> int:
    gone = 0
    for row in own.filter(moved_at__lte=timezone.now() - KEPT):
        _destroy(row)
        gone += 1
    return gone


def _destroy(row: CountedReport) -> None:
    """The row and the key that opened it, wherever copies of the row lie."""
    destroy_surely(row.organization_id, row.pk)
    row.delete()
