"""Projects that pay for the work, trainings, and how the organization counts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.errors import Conflict, NotFound
from cases.actions import change_case, end_project, record_training, save_project, set_report_rules
from cases.actions.projects import rules_of
from cases.catalogue import label
from cases.models import Case, Project, Training
from frontend.forms.acting import posted
from frontend.forms.reports import CountedForm, ProjectChangeForm, ProjectForm, RulesForm, TrainingForm
from frontend.report_frame import tabs

from .case_forms import form_page, to_case
from .doors import WorkerRequest, case_of, door

SHOWN = 50


@door("view_reports", methods=("GET",))
def projects(request: WorkerRequest) -> HttpResponse:
    """What pays for the work, and who was taught lately."""
    user = request.user
    found = Project.objects.visible_to(user).offered().order_by("-starts_on", "name")
    trainings = Training.objects.visible_to(user).select_related("project").order_by("-held_on", "-created_at")
    context = {
        "tabs": tabs("projects"),
        "projects": [(one, [label(user.home, code) for code in one.services]) for one in found],
        "trainings": trainings[:SHOWN],
        "may_keep": user.can("manage_funds"),
    }
    return render(request, "reports/projects.html", context)


@door("manage_funds")
def project_add(request: WorkerRequest) -> HttpResponse:
    """Add one."""
    form = ProjectForm(posted(request), user=request.user)
    if form.does(lambda values: save_project(by=request.user, **values)):
        messages.success(request, gettext("The project was added."))
        return redirect("projects")
    return _form(request, form, _("New project"), _("Add the project"))


@door("manage_funds")
def project_change(request: WorkerRequest, project_id: str) -> HttpResponse:
    """Change one, or take it off the list. Somebody faster: what was typed stays, over what they wrote."""
    one, user = _project(request, project_id), request.user
    form = ProjectChangeForm(posted(request), row=one, user=user)

    def save(values: dict[str, Any]) -> Project:
        version = int(values.pop("version"))
        return save_project(project=one, version=version, by=user, **values)

    try:
        if form.does(save):
            messages.success(request, gettext("Saved."))
            return redirect("projects")
    except Conflict as refusal:
        form.add_error(None, str(refusal))
        form.sees("version", _project(request, project_id).version)
        return _form(request, form, one.name, _("Save"), status=409, project=one)
    return _form(request, form, one.name, _("Save"), project=one)


@door("manage_funds", methods=("POST",))
def project_end(request: WorkerRequest, project_id: str) -> HttpResponse:
    """Take it off the list."""
    end_project(_project(request, project_id), by=request.user)
    messages.success(request, gettext("The project was taken off the list. What it paid for still counts."))
    return redirect("projects")


@door("view_reports")
def training_add(request: WorkerRequest) -> HttpResponse:
    """Write a training down."""
    form = TrainingForm(posted(request), user=request.user)
    if form.does(lambda values: record_training(by=request.user, **values)):
        messages.success(request, gettext("The training was recorded."))
        return redirect("projects")
    return _form(request, form, _("Record a training"), _("Save training"))


@door("manage_funds")
def report_rules(request: WorkerRequest) -> HttpResponse:
    """The threshold, and when the year begins."""
    form = RulesForm(posted(request), rules=rules_of(request.user))
    if form.does(lambda values: set_report_rules(by=request.user, **values)):
        messages.success(request, gettext("Saved."))
        return redirect("projects")
    return _form(request, form, _("How reports count"), _("Save"))


@door("edit_case")
def case_counted(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Among whom one case is counted, and who pays for its services by default."""
    case, user = case_of(request, case_id, "edit_case"), request.user
    form = CountedForm(posted(request), case=case, user=user)

    def save(values: dict[str, Any]) -> Case:
        return change_case(case, values, version=values.pop("version"), by=user)

    words: dict[str, Any] = {
        "heading": _("How this case is counted"),
        "submit": _("Save"),
        "back": reverse("case_services", args=[case_id]),
    }
    try:
        if form.does(save):
            messages.success(request, gettext("Saved."))
            return to_case("case_services", case)
    except Conflict as refusal:
        form.add_error(None, str(refusal))
        form.sees("version", case_of(request, case_id, "edit_case").version)
    return form_page(request, case, form, **words)


def _project(request: WorkerRequest, project_id: str) -> Project:
    found: Project | None = Project.objects.visible_to(request.user).offered().filter(public_id=project_id).first()
    if found is None:
        raise NotFound()
    return found


def _form(request: WorkerRequest, form: Any, heading: Any, submit: Any, status: int = 0, **more: Any) -> HttpResponse:
    context = {"form": form, "heading": heading, "submit": submit, "back": reverse("projects")} | more
    return render(request, "reports/form.html", context, status=status or (422 if form.is_bound else 200))
