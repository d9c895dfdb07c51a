"""Group sessions: the list of them, and writing one down."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.audit import events, trail
from cases.actions import record_session
from cases.catalogue import label
from cases.models import Case, GroupSession
from frontend.forms.acting import posted
from frontend.forms.money import SessionForm

from .cases import show_people
from .doors import WorkerRequest, door

SHOWN, OFFERED = 50, 300


@door("record_service", methods=("GET",))
def sessions(request: WorkerRequest) -> HttpResponse:
    """When and what; who came stands in each one's own case."""
    found = GroupSession.objects.visible_to(request.user).select_related("led_by").order_by("-held_on", "-created_at")
    rows = [(one, label(request.user.home, one.service_code)) for one in found[:SHOWN]]
    return render(request, "cases/sessions.html", {"rows": rows})


@door("record_service")
def session_add(request: WorkerRequest) -> HttpResponse:
    """Tick who of one's own open cases came."""
    user = request.user
    mine = Case.objects.visible_to(user).open().select_related("person")
    offered = (mine if user.role_data.scope != "organization" else mine.of_worker(user)).order_by("number")
    form = SessionForm(posted(request), user=user, offered=offered)
    if form.does(lambda values: record_session(by=user, **(values | {"cases": list(values["cases"])}))):
        messages.success(request, gettext("The session was recorded in each case."))
        return redirect("sessions")
    shown = list(offered[:OFFERED])
    show_people(shown, user)
    trail.read(events.CASE_LISTED, by=user, subjects=shown)
    context = {"form": form, "heading": _("Record a group session"), "submit": _("Save session")}
    return render(request, "cases/plain_form.html", context, status=422 if form.is_bound else 200)
