"""Ask a second person: about the support plan, about closing a case. Nobody answers for themselves, unless the
organization allows it.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound, NotInThisState, NotPermitted
from cases.models import Approval, Case, Goal, Notification, StageChange, Task
from cases.permissions import require_on_case

from .life import close_case
from .notifications import notify


@transaction.atomic
def ask_plan_approval(case: Case, *, by: User) -> Approval:
    """Send the goals and their steps, as they are now, to be approved. Errors: InvalidInput without a goal."""
    require_on_case(by, "edit_case", case)
    goals = plan_content(case, by)
    if not goals:
        raise InvalidInput(_("Write a goal first."))
    return _ask(case, Approval.Kind.PLAN, {"goals": goals}, by)


@transaction.atomic
def ask_closure(case: Case, *, reason: str, by: User, note: str | None = None, drop_tasks: bool = False) -> Approval:
    """Ask that the case be closed for a reason. Errors: InvalidInput."""
    require_on_case(by, "close_case", case)
    if reason not in StageChange.Reason.values:
        raise InvalidInput(_("Choose a reason of the list."), field="reason")
    return _ask(case, Approval.Kind.CLOSURE, {"reason": reason, "note": note, "drop_tasks": drop_tasks}, by)


@transaction.atomic
def decide_approval(approval: Approval, *, approve: bool, by: User, note: str | None = None) -> Approval:
    """Answer it; returning asks for a word on what to change. An approved closure closes the case in this moment.

    Errors: NotFound, NotPermitted (one's own), NotInThisState, InvalidInput.
    """
    require(by, "approve")
    rows = Approval.objects.visible_to(by).select_for_update(of=("self",)).select_related("case", "asked_by")
    current = rows.filter(pk=approval.pk).first()
    if current is None:
        raise NotFound()
    if current.state != Approval.State.ASKED:
        raise NotInThisState(_("This was answered already."))
    if not may_decide(current, by):
        raise NotPermitted(_("Somebody else has to approve this: you asked for it."))
    if approve and not current.content:
        raise NotInThisState(_("The words were erased at the person's wish. Return it, and ask anew."))
    if not approve and not (note or "").strip():
        raise InvalidInput(_("Say what should change."), field="note")
    current.state = Approval.State.APPROVED if approve else Approval.State.RETURNED
    current.note, current.decided_by, current.decided_at = note or None, by, timezone.now()
    current.save(update_fields=["state", "note_sealed", "decided_by", "decided_at"])
    if approve and current.kind == Approval.Kind.CLOSURE:
        close_case(current.case, by=by, version=current.case.version, **current.content)
    notify(current.asked_by, kind=Notification.Kind.APPROVAL_ANSWERED, by=by, case=current.case)
    facts: dict[str, str | int] = {"kind": current.kind, "state": str(current.state), "number": current.number}
    trail.record(events.APPROVAL_DECIDED, by=by, subject=current, facts=facts)
    return current


def may_decide(approval: Approval, user: User) -> bool:
    """Whether this colleague, who sees it, may answer it."""
    return user.can("approve") and (approval.asked_by_id != user.pk or user.home.self_approval)


def plan_content(case: Case, user: User) -> list[dict[str, Any]]:
    """The goals under way with their steps, as an approval keeps them."""
    goals = Goal.objects.visible_to(user).filter(case=case, state=Goal.State.OPEN).order_by("created_at")
    steps = Task.objects.visible_to(user).filter(case=case, goal__isnull=False, dropped_at=None).order_by("due_on")
    by_goal: dict[Any, list[dict[str, str]]] = {}
    for step in steps.select_related("assigned_to"):
        told = {"what": step.title, "due": step.due_on.isoformat(), "who": step.assigned_to.name}
        by_goal.setdefault(step.goal_id, []).append(told)
    return [{"words": goal.words, "area": goal.area, "steps": by_goal.get(goal.pk, [])} for goal in goals]


def _ask(case: Case, kind: str, content: dict[str, Any], by: User) -> Approval:
    Case.objects.unscoped("the caller checked").select_for_update().get(pk=case.pk)
    asked = Approval.objects.visible_to(by).filter(case=case, kind=kind)
    if asked.asked().exists():
        raise NotInThisState(_("This waits for an answer already."))
    approval = Approval(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=case.organization_id,
        case=case,
        person_id=case.person_id,
        kind=kind,
        number=asked.count() + 1,
        content=content,
        asked_by=by,
    )
    approval.save(force_insert=True)
    notify(*supervisors_of(case, by), kind=Notification.Kind.APPROVAL_ASKED, by=by, case=case)
    trail.record(events.APPROVAL_ASKED, by=by, subject=approval, facts={"kind": kind, "number": approval.number})
    return approval


def supervisors_of(case: Case, by: User) -> list[User]:
    """Supervisors; of a restricted case those named on it."""
    colleagues = User.objects.colleagues_of(by).filter(role="supervisor")
    if case.restricted:
        colleagues = colleagues.filter(pk__in=case.grants.values("user_id"))
    return list(colleagues)
