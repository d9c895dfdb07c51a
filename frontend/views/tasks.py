"""Tasks of a case: add, change, drop, done with one click, and undo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.errors import Conflict, NotFound
from cases.actions import add_task, change_task, drop_task, finish_task, reopen_task
from cases.models import Case, Task
from frontend.forms.acting import posted
from frontend.forms.tasks import ChangeTaskForm, TaskForm

from .case_forms import form_page, to_case
from .doors import WorkerRequest, case_of, door
from .today import row_of


@door("edit_case")
def task_add(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Add one, for oneself or a colleague who sees the case."""
    case, user = case_of(request, case_id, "edit_case"), request.user
    form = TaskForm(posted(request), case=case, user=user, initial={"goal": request.GET.get("goal", "")})
    if form.does(lambda values: add_task(case, by=user, **values)):
        messages.success(request, gettext("The task was added."))
        return to_case("case_plan", case)
    back = reverse("case_plan", args=[case_id])
    return form_page(request, case, form, heading=_("Add a task"), submit=_("Save task"), back=back)


@door("edit_case")
def task_change(request: WorkerRequest, case_id: str, task_id: str) -> HttpResponse:
    """Change one that is still to be done, or drop it."""
    case, user = case_of(request, case_id, "edit_case"), request.user
    task = _task(request, case, task_id)
    if request.POST.get("do") == "drop":
        drop_task(task, by=user)
        messages.success(request, gettext("The task was dropped."))
        return to_case("case_plan", case)
    form = ChangeTaskForm(posted(request), task=task, case=case, user=user)

    def change(values: dict[str, Any]) -> Task:
        version = values.pop("version")
        return change_task(task, values, version=version, by=user)

    try:
        if form.does(change):
            messages.success(request, gettext("Saved."))
            return to_case("case_plan", case)
    except Conflict as refusal:
        form.add_error(None, str(refusal))
        form.sees("version", task.version)
    back = reverse("case_plan", args=[case_id])
    words = {"heading": _("Change the task"), "submit": _("Save")}
    return form_page(request, case, form, back=back, template="task_form", task=task, **words)


@door("edit_case", methods=("POST",))
def task_done(request: WorkerRequest, case_id: str, task_id: str) -> HttpResponse:
    """One click; the answer offers to undo it."""
    task = _task(request, case_of(request, case_id, "edit_case"), task_id)
    finish_task(task, by=request.user)
    undo = reverse("task_undo", args=[case_id, task_id])
    if request.headers.get("HX-Request"):
        return _row(request, task, undo)
    messages.success(request, gettext("Marked as done."), extra_tags=f"undo {undo}")
    return redirect(_back(request))


@door("edit_case", methods=("POST",))
def task_undo(request: WorkerRequest, case_id: str, task_id: str) -> HttpResponse:
    """It is to be done again."""
    task = _task(request, case_of(request, case_id, "edit_case"), task_id)
    reopen_task(task, by=request.user)
    if request.headers.get("HX-Request"):
        return _row(request, task, "")
    messages.success(request, gettext("It's on the list again."))
    return redirect(_back(request))


def _task(request: WorkerRequest, case: Case, task_id: str) -> Task:
    tasks = (
        Task.objects.visible_to(request.user).filter(case=case).select_related("case__person", "goal", "assigned_to")
    )
    task: Task | None = tasks.filter(public_id=task_id).first()
    if task is None:
        raise NotFound()
    return task


def _row(request: WorkerRequest, task: Task, undo: str) -> HttpResponse:
    row: dict[str, Any] = row_of(task) | {"about": "", "undo": undo, "answered": True}
    return render(request, "components/task_row.html", {"task": row})


def _back(request: WorkerRequest) -> str:
    """The page the button stood on: ours, or Today."""
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()})
    return came_from if ours else reverse("today")
