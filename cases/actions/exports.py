"""Cases as a table that leaves: with a reason, without names unless they are wanted, each case in the trail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemgr import rate_limits
from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound
from cases.exporting.tables import Table, What, table
from cases.htcds.record import document
from cases.models import Case
from cases.permissions import require_on_case


class ExportReason(models.TextChoices):
    """Why cases leave as a file."""

    PERSON = "person", gettext_lazy("The person asked for it")
    MOVE = "move", gettext_lazy("Moving to another system")
    AUTHORITY = "authority", gettext_lazy("An authority may have it by law")
    REPORT = "report", gettext_lazy("A report or our own analysis")
    CHECK = "check", gettext_lazy("Checking our own records")


MOST = 2_000  # cases a file: each enters its own history


@transaction.atomic
def export_cases(cases: Sequence[Case], *, what: str, masked: bool, reason: str, by: User) -> Table:
    """These cases, of those `by` sees, as a table. Errors: NotPermitted, InvalidInput naming the field."""
    if what not in What.values:
        raise InvalidInput(_("Choose what the file holds."), field="what")
    found = _leaving(cases, {"format": str(what)}, masked=masked, reason=reason, by=by)
    return table(what, found, masked=masked, by=by, day=today(by.home))


@transaction.atomic
def export_htcds(cases: Sequence[Case], *, reason: str, by: User, masked: bool = False) -> dict[str, Any]:
    """These cases, of those `by` sees, as one HTCDS document. Errors: NotPermitted, InvalidInput naming the field."""
    found = _leaving(cases, {"format": "htcds"}, masked=masked, reason=reason, by=by)
    return document(found, by, masked=masked)


@transaction.atomic
def print_summary(case: Case, *, masked: bool, reason: str, by: User) -> None:
    """A case is put on paper. Errors: NotFound, NotPermitted, InvalidInput naming the field."""
    require_on_case(by, "export_cases", case)
    _require_reason(reason)
    rate_limits.spend("export", by=by)
    facts: dict[str, str | int] = {"format": "summary", "reason": str(reason), "masked": int(masked)}
    trail.record(events.CASE_EXPORTED, by=by, subject=case, facts=facts)


def _leaving(cases: Sequence[Case], facts: dict[str, str | int], *, masked: bool, reason: str, by: User) -> list[Case]:
    """The cases as they are now, in the order of their numbers, once the trail says that they leave."""
    wanted = {case.pk for case in cases}
    if not wanted or len(wanted) > MOST:
        raise InvalidInput(_("A file holds 1 to %d cases. Narrow the list with its filters.") % MOST)
    found = list(Case.objects.visible_to(by).filter(pk__in=wanted).select_related("person").order_by("number"))
    if len(found) < len(wanted):
        raise NotFound()
    require(by, "export_cases")
    _require_reason(reason)
    rate_limits.spend("export", by=by)
    facts = facts | {"reason": str(reason), "masked": int(masked)}
    for case in found:
        trail.record(events.CASE_EXPORTED, by=by, subject=case, facts=facts)
    return found


def _require_reason(reason: str) -> None:
    if reason not in ExportReason.values:
        raise InvalidInput(_("Say why the case leaves as a file."), field="reason")
