"""Facts of HTCDS that are no question of casework."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import transaction

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import Conflict, InvalidInput
from cases.htcds.fields import ELSEWHERE, checked
from cases.models import Case, HtcdsFacts
from cases.permissions import require_on_case


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
