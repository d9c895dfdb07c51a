"""Staff safety: visits made alone, the log of threats, weights and whom to talk to."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.errors import Conflict, NotFound
from cases.actions import end_visit, read_threats, read_visit, record_threat, set_staff_care, start_visit
from cases.actions.staff_care import staff_care_of
from cases.models import Visit
from frontend.debrief import offer_a_talk
from frontend.forms.acting import posted
from frontend.forms.staff import StaffCareForm, ThreatForm, VisitForm

from .doors import WorkerRequest, door
from .kept_forms import kept_page


@door("view_case", methods=("GET",))
def staff_safety(request: WorkerRequest) -> HttpResponse:
    """Who is out and when they want to be back; threats that this reader may read."""
    user = request.user
    out = Visit.objects.visible_to(user).out().select_related("worker", "watcher").order_by("back_by")
    context = {
        "visits": list(out[:200]),
        "overdue": set(out.overdue().values_list("pk", flat=True)),
        "threats": read_threats(by=user),
        "may_write": user.can("record_service"),
        "may_set": user.can("approve"),
        "holds": user.can("approve"),
    }
    return render(request, "staff/safety.html", context)


@door("record_service")
def visit_start(request: WorkerRequest) -> HttpResponse:
    """Go alone."""
    user = request.user
    form = VisitForm(posted(request), user=user)
    if form.does(lambda values: start_visit(by=user, **values)):
        messages.success(request, gettext("Saved. Say here when you are back."))
        return redirect("staff_safety")
    return _page(request, form, _("Go on a visit alone"), _("Start"))


@door("view_case", methods=("GET",))
def visit_one(request: WorkerRequest, visit_id: str) -> HttpResponse:
    """Where somebody went; the look is written down, the case is shown to those who see it."""
    visit = _visit(request, visit_id)
    case = read_visit(visit, by=request.user)
    return render(request, "staff/visit.html", {"visit": visit, "case": case})


@door("view_case", methods=("POST",))
def visit_back(request: WorkerRequest, visit_id: str) -> HttpResponse:
    """Back."""
    end_visit(_visit(request, visit_id), by=request.user)
    messages.success(request, gettext("Good to know."))
    return redirect("staff_safety")


@door("record_service")
def threat_add(request: WorkerRequest) -> HttpResponse:
    """Write a threat down."""
    user = request.user
    form = ThreatForm(posted(request), user=user)
    if form.does(lambda values: record_threat(by=user, **values)):
        messages.success(request, gettext("Saved. Supervisors can read it."))
        offer_a_talk(request)
        return redirect("staff_safety")
    return _page(request, form, _("Write a threat down"), _("Save"))


@door("approve")
def staff_care(request: WorkerRequest) -> HttpResponse:
    """Weights, and who offers a talk."""
    user = request.user
    form = StaffCareForm(posted(request), care=staff_care_of(user))

    def act(values: dict[str, Any]) -> object:
        told = {"debrief": values["debrief"], "debrief_with": values["debrief_with"] or None}
        return set_staff_care(form.weights(), version=values["version"], by=user, **told)

    try:
        saved = form.does(act)
    except Conflict as refusal:
        form.add_error(None, str(refusal))
        form.sees("version", staff_care_of(user).version)
        page = _page(request, form, _("Weights, and whom to talk to"), _("Save"))
        page.status_code = 409
        return page
    if saved:
        messages.success(request, gettext("Saved."))
        return redirect("staff_safety")
    return _page(request, form, _("Weights, and whom to talk to"), _("Save"))


def _visit(request: WorkerRequest, visit_id: str) -> Visit:
    rows = Visit.objects.visible_to(request.user).select_related("worker", "watcher")
    visit: Visit | None = rows.filter(public_id=visit_id).first()
    if visit is None:
        raise NotFound()
    return visit


def _page(request: WorkerRequest, form: Any, heading: Any, submit: Any) -> HttpResponse:
    words = {"heading": heading, "submit": submit, "back_url": reverse("staff_safety")}
    return kept_page(request, "staff/form.html", form, **words)
