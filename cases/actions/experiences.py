"""Record what happened, in codes. Every field is optional, and nobody is asked twice."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import Conflict, InvalidInput
from cases.models import Case, Experience
from cases.permissions import require_on_case

FIELDS = Experience.CLEAR - frozenset("id organization case person created_at updated_at".split()) | {
    "places",
    "narrative",
}


@transaction.atomic
def record_experience(
    case: Case,
    values: Mapping[str, Any],
    *,
    by: User,
    experience: Experience | None = None,
    read_at: datetime.datetime | None = None,
) -> Experience:
    """Add an experience, or change the given one.

    `read_at` is its `updated_at` as the person saw it; raises Conflict if somebody changed it since.
    """
    require_on_case(by, "edit_case", case)
    if unknown := set(values) - FIELDS:
        raise InvalidInput(field=sorted(unknown)[0])
    row = experience or Experience(organization_id=case.organization_id, case=case, person_id=case.person_id)
    if experience and read_at:
        _require_unchanged(experience, read_at, by)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    trail.record(events.EXPERIENCE_RECORDED, by=by, subject=row, changed=values)
    return row


def _require_unchanged(experience: Experience, read_at: datetime.datetime, by: User) -> None:
    locked = Experience.objects.visible_to(by).select_for_update().filter(pk=experience.pk)
    if locked.values_list("updated_at", flat=True).get() != read_at:
        raise Conflict()
