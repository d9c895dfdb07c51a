"""Record what happened, in codes. Every field is optional, and nobody is asked twice."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import Conflict, InvalidInput, NotFound
from cases import routes
from cases.models import Case, Experience
from cases.permissions import require_on_case

FIELDS = Experience.CLEAR - frozenset("id organization case person created_at updated_at".split()) | {
    "places",
    "route",
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

    `read_at` is its `updated_at` as the person saw it; raises Conflict if somebody changed it since, NotFound if
    the experience isn't one of this case.
    """
    require_on_case(by, "edit_case", case, reads="narrative")
    if "route" in values:
        values = {**values, "route": routes.checked(values["route"] or []) or None}
    if unknown := set(values) - FIELDS:
        raise InvalidInput(field=sorted(unknown)[0])
    row = Experience(organization_id=case.organization_id, case=case, person_id=case.person_id)
    if experience:
        row = _locked(experience, case, by)
        if read_at and row.updated_at != read_at:
            raise Conflict()
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    trail.record(events.EXPERIENCE_RECORDED, by=by, subject=row, changed=values)
    return row


def _locked(experience: Experience, case: Case, by: User) -> Experience:
    rows = Experience.objects.visible_to(by).select_for_update().filter(case=case, pk=experience.pk)
    if (row := rows.first()) is None:
        raise NotFound()
    return row
