"""Facts of HTCDS that are no question of casework; and cases as HTCDS records."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemgr import rate_limits
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import Conflict, InvalidInput
from cases.htcds.fields import ELSEWHERE, checked
from cases.htcds.record import document
from cases.models import Case, HtcdsFacts
from cases.permissions import require_on_case


class ExportReason(models.TextChoices):
    """Why cases leave as a file."""

    PERSON = "person", gettext_lazy("The person asked for it")
    MOVE = "move", gettext_lazy("Moving to another system")
    AUTHORITY = "authority", gettext_lazy("An authority may have it by law")
    CHECK = "check", gettext_lazy("Checking our own records")


@transaction.atomic
def record_htcds_facts(
    case: Case, values: Mapping[str, str], *, read_at: datetime.datetime | None, by: User
) -> HtcdsFacts:
    """Set further facts, read at `read_at` (None: there were none); an empty text takes a fact away.

    Errors: InvalidInput naming the field; Conflict.
    """
    require_on_case(by, "edit_case", case, reads="narrative")
    Case.objects.unscoped("checked above").select_for_update().get(pk=case.pk)
    current = HtcdsFacts.objects.visible_to(by).filter(case=case).first()
    if (current.updated_at if current else None) != read_at:
        raise Conflict()
    if unknown := set(values) - set(ELSEWHERE):
        raise InvalidInput(field=sorted(unknown)[0])
    row = current or HtcdsFacts(organization_id=case.organization_id, case=case, person_id=case.person_id)
    told = {name: checked(name, value) for name, value in values.items()}
    facts = {name: value for name, value in (row.facts | told).items() if value}
    row.facts = facts
    row.save()
    trail.record(events.EXPERIENCE_RECORDED, by=by, subject=case, changed=values)
    return row


@transaction.atomic
def export_htcds(cases: Sequence[Case], *, reason: str, by: User) -> dict[str, Any]:
    """These cases as an HTCDS document. Each enters the trail with the reason. Errors: NotPermitted, InvalidInput."""
    if reason not in ExportReason.values:
        raise InvalidInput(_("Say why the case leaves as a file."), field="reason")
    rate_limits.spend("export", by=by)
    for case in cases:
        require_on_case(by, "export_cases", case)
        trail.record(events.CASE_EXPORTED, by=by, subject=case, facts={"format": "htcds", "reason": str(reason)})
    return document(list(cases), by)
