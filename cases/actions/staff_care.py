"""How an organization compares caseloads, and whom it names for a talk after something hard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.encryption import keys
from casemgr.errors import Conflict, InvalidInput
from cases.models import StaffCare
from cases.models.staff_safety import MOST


def staff_care_of(user: User) -> StaffCare:
    """What the user's organization set, or the house's defaults."""
    return StaffCare.objects.visible_to(user).first() or StaffCare(organization=user.home)


@transaction.atomic
def set_staff_care(
    weights: Mapping[str, int], *, debrief: bool, version: int, by: User, debrief_with: str | None = None
) -> StaffCare:
    """Say what weighs how much (0 to 5), and who offers a talk. Errors: InvalidInput, Conflict."""
    require(by, "approve")
    if set(weights) != set(StaffCare.WEIGHTS):
        raise InvalidInput()
    for name, weight in weights.items():
        if not 0 <= weight <= MOST:
            raise InvalidInput(_("Choose a number from 0 to 5."), field=name)
    current: Any = StaffCare.objects.visible_to(by).select_for_update(of=("self",)).first()
    if current is None:
        current = StaffCare(organization=by.home)
        keys.create_data_key(current.organization_id, current.pk)
    if current.version != version:
        raise Conflict()
    for name, weight in weights.items():
        setattr(current, name, weight)
    current.debrief, current.debrief_with = debrief, debrief_with or None
    current.version += 1
    current.changed_by = by
    current.save()
    trail.record(events.STAFF_CARE_SET, by=by, subject=current, facts=dict(weights) | {"debrief": int(debrief)})
    return current
