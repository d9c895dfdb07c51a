"""Danger of self-harm: a plan written with the person, checks at a set time, and each look at the plan."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import Conflict, InvalidInput
from cases.crisis_prompts import ANSWERS, HOURS, PROMPTS
from cases.models import Case, CrisisCheck, CrisisPlan
from cases.permissions import require_on_case

from .stopped import require_reachable


def newest_plan(case: Case, by: User) -> CrisisPlan | None:
    """The version that holds, as far as `by` reads health."""
    plans = CrisisPlan.objects.visible_to(by).filter(case=case).select_related("written_by")
    return plans.order_by("-written_at", "-id").first()


@transaction.atomic
def read_crisis(case: Case, *, by: User) -> None:
    """Note that the plan and the checks are about to be shown."""
    require_on_case(by, "view_case", case, reads="health")
    trail.record(events.CRISIS_READ, by=by, subject=case)


@transaction.atomic
def write_crisis_plan(case: Case, parts: Mapping[str, str | None], *, read: UUID | None, by: User) -> CrisisPlan:
    """Write the next version over the one that was `read` (its key; None: there was none).

    Errors: Conflict when somebody wrote one meanwhile; InvalidInput when nothing is said.
    """
    require_on_case(by, "edit_case", case, reads="health")
    Case.objects.unscoped("checked above").select_for_update().get(pk=case.pk)
    latest = newest_plan(case, by)
    if (latest.pk if latest else None) != read:
        raise Conflict()
    if not any((text or "").strip() for text in parts.values()):
        raise InvalidInput(_("Write at least one part of the plan."), field=CrisisPlan.PARTS[0])
    plan = CrisisPlan(
        organization_id=case.organization_id,
        case=case,
        person_id=case.person_id,
        written_by=by,
        **{name: parts.get(name) or None for name in CrisisPlan.PARTS},
    )
    plan.save(force_insert=True)
    trail.record(events.CRISIS_PLAN_WRITTEN, by=by, subject=plan)
    return plan


@transaction.atomic
def record_crisis_check(
    case: Case, *, answers: Mapping[str, str], hours: int | None, by: User, words: str | None = None
) -> CrisisCheck:
    """Write down a talk and when to ask again (`hours` from now; None: no further check, and `words` say why).

    It answers every check that was waiting. Errors: InvalidInput.
    """
    require_on_case(by, "record_service", case, reads="health")
    require_reachable(case, by)
    if not set(answers) <= set(PROMPTS) or not set(answers.values()) <= set(ANSWERS):
        raise InvalidInput(_("Choose from the list."))
    if hours is not None and hours not in HOURS:
        raise InvalidInput(_("Choose from the list."), field="hours")
    if hours is None and not (words or "").strip():
        raise InvalidInput(_("Say in words why no further check is needed."), field="words")
    Case.objects.unscoped("checked above").select_for_update().get(pk=case.pk)
    now = timezone.now()
    CrisisCheck.objects.visible_to(by).filter(case=case, answered_at=None).update(answered_at=now)
    check = CrisisCheck(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=case.organization_id,
        case=case,
        person_id=case.person_id,
        answers=dict(answers) or None,
        words=words or None,
        next_at=now + datetime.timedelta(hours=hours) if hours else None,
        recorded_by=by,
    )
    check.save(force_insert=True)
    trail.record(events.CRISIS_CHECKED, by=by, subject=check, facts={"hours": hours or 0})
    return check
