"""Goals of the support plan, in the person's words; their steps are tasks."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import Conflict, InvalidInput, NotFound
from cases.models import Case, Goal
from cases.permissions import require_on_case


@transaction.atomic
def add_goal(case: Case, *, words: str, area: str, by: User, target_on: datetime.date | None = None) -> Goal:
    """Add a goal under way. Errors: InvalidInput."""
    require_on_case(by, "edit_case", case)
    if not words.strip():
        raise InvalidInput(_("Write the goal as the person says it."), field="words")
    if area not in Goal.Area.values:
        raise InvalidInput(_("Choose what the goal is about."), field="area")
    goal = Goal(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=case.organization_id,
        case=case,
        person_id=case.person_id,
        words=words,
        area=area,
        target_on=target_on,
        created_by=by,
    )
    goal.save(force_insert=True)
    trail.record(events.GOAL_ADDED, by=by, subject=goal, facts={"area": area})
    return goal


@transaction.atomic
def settle_goal(goal: Goal, *, state: str, version: int, by: User, outcome: str | None = None) -> Goal:
    """Say that it is reached, no longer wanted, or under way again. Errors: Conflict, InvalidInput, NotFound."""
    require_on_case(by, "edit_case", goal.case)
    current = Goal.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=goal.pk).first()
    if current is None:
        raise NotFound()
    if current.version != version:
        raise Conflict()
    if state not in Goal.State.values:
        raise InvalidInput(_("Choose how far the goal is."), field="state")
    current.state, current.outcome = state, outcome or None
    current.settled_on = None if state == Goal.State.OPEN else today(by.home)
    current.version += 1
    current.save()
    trail.record(events.GOAL_SETTLED, by=by, subject=current, facts={"state": state})
    return current
