"""The plan of a case: goals with their steps, the safety plan, appointments, tasks, and whether it is approved."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from casemgr.errors import Conflict, NotFound
from cases.actions import add_goal, ask_plan_approval, settle_goal, write_safety_plan
from cases.models import Appointment, Approval, Case, Goal, SafetyPlan, Task
from frontend.care import newest_return
from frontend.forms.acting import posted
from frontend.forms.plan import GoalForm, SafetyPlanForm, SettleGoalForm

from .case_forms import form_page, to_case
from .case_frame import case_page
from .doors import WorkerRequest, case_of, door
from .today import row_of

SHOWN = 20


@door("view_case", methods=("GET",))
def case_plan(request: WorkerRequest, case_id: str) -> HttpResponse:
    """What the person wants, what is to be done, and what was."""
    case, user = case_of(request, case_id), request.user
    tasks = Task.objects.visible_to(user).filter(case=case).select_related("case__person", "assigned_to", "done_by")
    pending = list(tasks.pending().order_by("due_on", "created_at"))
    times = Appointment.objects.visible_to(user).filter(case=case).select_related("worker", "interpreter")
    plans = SafetyPlan.objects.visible_to(user).filter(case=case).select_related("written_by")
    approvals = Approval.objects.visible_to(user).filter(case=case, kind=Approval.Kind.PLAN)
    context = {
        "goals": _goals(case, request, pending),
        "tasks": [_row(task, user) for task in pending if task.goal_id is None],
        "done": tasks.filter(done_at__isnull=False).order_by("-done_at")[:SHOWN],
        "appointments": times.planned().order_by("starts_at"),
        "past_appointments": times.exclude(state=Appointment.State.PLANNED).order_by("-starts_at")[:SHOWN],
        "safety_plans": list(plans.order_by("-written_at", "-id")[:SHOWN]),
        "return_now": newest_return(user, case),
        "approval": approvals.select_related("asked_by", "decided_by").order_by("-number").first(),
    }
    return case_page(request, "plan", case, "case_plan", **context)


@door("edit_case")
def goal_add(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Write down a goal."""
    case, user = case_of(request, case_id, "edit_case"), request.user
    form = GoalForm(posted(request))
    if form.does(lambda values: add_goal(case, by=user, **values)):
        messages.success(request, gettext("The goal was added."))
        return to_case("case_plan", case)
    return _page(request, case, form, _("Add a goal"), _("Save goal"))


@door("edit_case")
def goal_settle(request: WorkerRequest, case_id: str, goal_id: str) -> HttpResponse:
    """Say how far a goal is."""
    case, user = case_of(request, case_id, "edit_case"), request.user
    goal = Goal.objects.visible_to(user).filter(case=case, public_id=goal_id).select_related("case").first()
    if goal is None:
        raise NotFound()
    known = {"version": goal.version, "state": goal.state, "outcome": goal.outcome or ""}
    form = SettleGoalForm(posted(request), initial=known)
    if form.does(lambda values: settle_goal(goal, by=user, **values)):
        messages.success(request, gettext("Saved."))
        return to_case("case_plan", case)
    return _page(request, case, form, _("How far is this goal?"), _("Save"), template="goal_settle", goal=goal)


@door("edit_case")
def safety_plan_write(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Write the next version over the newest. A version that came meanwhile is shown beside what was typed (409)."""
    case, user = case_of(request, case_id, "edit_case"), request.user
    plans = SafetyPlan.objects.visible_to(user).filter(case=case).select_related("written_by")
    latest = plans.order_by("-written_at", "-id").first()
    known = {name: getattr(latest, name) or "" for name in SafetyPlan.PARTS} if latest else {}
    form = SafetyPlanForm(posted(request), initial=known | {"read": latest.pk if latest else ""})
    heading, submit = _("Safety plan"), _("Save this version")
    try:
        saved = form.does(lambda values: write_safety_plan(case, form.parts(), read=values["read"], by=user))
    except Conflict:
        form.sees("read", latest.pk if latest else "")
        page = _page(request, case, form, heading, submit, template="safety_plan_form", theirs=latest)
        page.status_code = 409
        return page
    if saved:
        messages.success(request, gettext("The safety plan was saved; older versions stay readable."))
        return to_case("case_plan", case)
    return _page(request, case, form, heading, submit, template="safety_plan_form")


@door("edit_case", methods=("POST",))
def plan_approval_ask(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Send the plan as it is now to a second person."""
    case = case_of(request, case_id, "edit_case")
    ask_plan_approval(case, by=request.user)
    messages.success(request, gettext("Sent to be approved."))
    return to_case("case_plan", case)


def _goals(case: Case, request: WorkerRequest, pending: list[Task]) -> list[dict[str, Any]]:
    steps: dict[Any, list[dict[str, Any]]] = {}
    for task in pending:
        steps.setdefault(task.goal_id, []).append(_row(task, request.user))
    goals = Goal.objects.visible_to(request.user).filter(case=case).order_by("settled_on", "created_at")
    return [{"goal": goal, "steps": steps.get(goal.pk, [])} for goal in goals]


def _row(task: Task, user: User) -> dict[str, Any]:
    change = reverse("task_change", args=[task.case.public_id, task.public_id]) if user.can("edit_case") else ""
    return row_of(task) | {"about": "", "change": change, "who": task.assigned_to.name}


def _page(request: WorkerRequest, case: Case, form: Any, heading: Any, submit: Any, **more: Any) -> HttpResponse:
    back = reverse("case_plan", args=[case.public_id])
    return form_page(request, case, form, heading=heading, submit=submit, back=back, **more)
