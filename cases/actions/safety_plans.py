"""The safety plan: each version is written whole, the newest holds."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import Conflict, InvalidInput
from cases.models import Case, SafetyPlan
from cases.permissions import require_on_case


@transaction.atomic
def write_safety_plan(case: Case, parts: Mapping[str, str | None], *, read: UUID | None, by: User) -> SafetyPlan:
    """Write the next version over the one that was `read` (its key; None: there was none).

    Errors: Conflict when somebody wrote one meanwhile; InvalidInput when nothing is said.
    """
    require_on_case(by, "edit_case", case)
    Case.objects.unscoped("checked above").select_for_update().get(pk=case.pk)
    latest = SafetyPlan.objects.visible_to(by).filter(case=case).order_by("-written_at", "-id").first()
    if (latest.pk if latest else None) != read:
        raise Conflict()
    if not any((text or "").strip() for text in parts.values()):
        raise InvalidInput(_("Write at least one part of the plan."), field=SafetyPlan.PARTS[0])
    plan = SafetyPlan(
        organization_id=case.organization_id,
        case=case,
        person_id=case.person_id,
        written_by=by,
        **{name: parts.get(name) or None for name in SafetyPlan.PARTS},
    )
    plan.save(force_insert=True)
    trail.record(events.SAFETY_PLAN_WRITTEN, by=by, subject=plan)
    return plan
