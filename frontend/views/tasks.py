"""Tasks of a case: the plan, adding one, done with one click, and undo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.errors import NotFound
from cases.actions import add_task, finish_task, reopen_task
from cases.models import Case, Task
from frontend.forms.acting import posted
from frontend.forms.tasks import TaskForm

from .case_forms import form_page, to_case
from .case_frame import case_page
from .doors import WorkerRequest, case_of, door
from .today import row_of

DONE_SHOWN = 20


@door("view_case", methods=("GET",))
def case_plan(request: WorkerRequest, case_id: str) -> HttpResponse:
    """What is to be done, and what was."""
    case = case_of(request, case_id)
    tasks = (
        Task.objects.visible_to(request.user).filter(case=case).select_related("case__person", "assigned_to", "done_by")
    )
    rows = [row_of(task) | {"about": ""} for task in tasks.pending().order_by("due_on", "created_at")]
    done = tasks.filter(done_at__isnull=False).order_by("-done_at")[:DONE_SHOWN]
    return case_page(request, "plan", case, "case_plan", tasks=rows, done=done)


@door("edit_case")
def task_add(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Add one, for oneself or a colleague who sees the case."""
    case, user = case_of(request, case_id, "edit_case"), request.user
    form = TaskForm(posted(request), case=case, user=user)
    if form.does(lambda values: add_task(case, by=user, **values)):
        messages.success(request, gettext("The task was added."))
        return to_case("case_plan", case)
    back = reverse("case_plan", args=[case_id])
    return form_page(request, case, form, heading=_("Add a task"), submit=_("Save task"), back=back)


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
    tasks = Task.objects.visible_to(request.user).filter(case=case).select_related("case__person")
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
