"""Threats against staff or the organization, written down once; supervisors are told at once, without a word of it."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.encryption import keys
from casemgr.errors import InvalidInput
from cases.models import Notification, ThreatReport

from .notifications import notify


@transaction.atomic
def record_threat(
    *,
    kind: str,
    against: str,
    happened_on: datetime.date,
    words: str,
    police: str,
    by: User,
    measures: str | None = None,
) -> ThreatReport:
    """Write one down; supervisors read it and are told, colleagues don't and aren't. Errors: InvalidInput."""
    require(by, "record_service")
    for name, value, codes in (
        ("kind", kind, ThreatReport.Kind.values),
        ("against", against, ThreatReport.Against.values),
        ("police", police, ThreatReport.Police.values),
    ):
        if value not in codes:
            raise InvalidInput(_("Choose from the list."), field=name)
    if happened_on > today(by.home):
        raise InvalidInput(_("The day can't lie in the future."), field="happened_on")
    if not words.strip():
        raise InvalidInput(_("Say in words what happened."), field="words")
    report = ThreatReport(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization=by.home,
        kind=kind,
        against=against,
        happened_on=happened_on,
        words=words,
        police=police,
        measures=measures or None,
        recorded_by=by,
    )
    keys.create_data_key(report.organization_id, report.pk)
    report.save(force_insert=True)
    notify(*_readers(by), kind=Notification.Kind.THREAT, by=by)
    trail.record(events.THREAT_RECORDED, by=by, subject=report, facts={"kind": kind})
    return report


def _readers(by: User) -> list[User]:
    """Colleagues who read every threat (ThreatQuerySet)."""
    colleagues = User.objects.colleagues_of(by)
    return [one for one in colleagues if one.can("view_case") and one.role_data.scope == "organization"]


@transaction.atomic
def read_threats(*, by: User) -> list[ThreatReport]:
    """One's own, a supervisor's all, newest first; the look is written down."""
    require(by, "view_case")
    rows = ThreatReport.objects.visible_to(by).select_related("recorded_by").order_by("-happened_on", "-recorded_at")
    found = list(rows[:200])
    trail.read(events.THREATS_READ, by=by, subjects=found)
    return found
