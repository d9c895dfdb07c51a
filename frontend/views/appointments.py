"""Appointments of a case: make, settle, move; and one's own in a calendar program."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from casemgr import rate_limits
from casemgr.accounts.acting import acting_as_user
from casemgr.encryption import held
from casemgr.errors import NotFound
from cases.actions import close_feed, make_appointment, move_appointment, open_feed, read_needs, settle_appointment
from cases.actions.calendar_feeds import feed_owner
from cases.models import Appointment, CalendarFeed, Case, Interpreter
from frontend.calendar import calendar_of
from frontend.forms.acting import posted
from frontend.forms.appointments import AppointmentForm, MoveForm, SettleForm

from .case_forms import form_page, to_case
from .doors import WorkerRequest, case_of, door


@door("edit_case")
def appointment_add(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Plan one."""
    case, user = case_of(request, case_id, "edit_case"), request.user
    form = AppointmentForm(posted(request), case=case, user=user, needs=read_needs(case, by=user))
    if form.does(lambda values: make_appointment(case, by=user, **values)):
        messages.success(request, gettext("The appointment was made."))
        _warn_of_gender(request, case, form.cleaned_data["interpreter"])
        return to_case("case_plan", case)
    return _page(request, case, form, _("Make an appointment"), _("Save appointment"))


@door("edit_case")
def appointment_settle(request: WorkerRequest, case_id: str, appointment_id: str) -> HttpResponse:
    """Kept, missed or cancelled."""
    case, user = case_of(request, case_id, "edit_case"), request.user
    appointment = _appointment(request, case, appointment_id)
    form = SettleForm(posted(request))
    if form.does(lambda values: settle_appointment(appointment, by=user, **values)):
        messages.success(request, gettext("Saved."))
        return to_case("case_plan", case)
    heading = _("What became of the appointment?")
    return _page(request, case, form, heading, _("Save"), template="appointment_form", appointment=appointment)


@door("edit_case")
def appointment_move(request: WorkerRequest, case_id: str, appointment_id: str) -> HttpResponse:
    """Another time."""
    case, user = case_of(request, case_id, "edit_case"), request.user
    appointment = _appointment(request, case, appointment_id)
    form = MoveForm(posted(request), initial={"starts_at": appointment.starts_at})
    if form.does(lambda values: move_appointment(appointment, by=user, **values)):
        messages.success(request, gettext("The appointment was moved."))
        return to_case("case_plan", case)
    heading = _("Move the appointment")
    return _page(request, case, form, heading, _("Move"), template="appointment_form", appointment=appointment)


@door("view_case")
def calendar(request: WorkerRequest) -> HttpResponse:
    """Switch one's feed on or off. The secret address is shown once, in the answer to switching it on."""
    user, address = request.user, ""
    if request.method == "POST" and request.POST.get("do") == "open":
        path = reverse("calendar_feed", args=[user.public_id, open_feed(by=user)])
        address = request.build_absolute_uri(path)
    elif request.method == "POST":
        close_feed(by=user)
        messages.success(request, gettext("The calendar feed is off."))
    context = {"address": address, "feed": CalendarFeed.objects.visible_to(user).first()}
    return render(request, "cases/calendar.html", context)


@require_GET
def calendar_feed(request: HttpRequest, user_id: str, secret: str) -> HttpResponse:
    """The feed itself, for calendar programs: they have no session, the address is the key."""
    rate_limits.spend_of_address("feed", request)
    owner = feed_owner(user_id, secret)
    held.require_unlocked(owner.home.pk)
    with acting_as_user(owner):
        body = calendar_of(owner)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="calendar.ics"'
    return response


def _warn_of_gender(request: WorkerRequest, case: Case, interpreter: Interpreter | None) -> None:
    """It is made, and may be the only one there is: the person's wish is said once more."""
    wanted = case.person.interpreter_gender
    if interpreter is not None and wanted and interpreter.gender != wanted:
        words = gettext("The person wishes for another interpreter (%s): ask whether they agree.")
        messages.warning(request, words % Interpreter.Gender(wanted).label)


def _appointment(request: WorkerRequest, case: Case, appointment_id: str) -> Appointment:
    rows = Appointment.objects.visible_to(request.user).filter(case=case).select_related("case", "worker")
    found: Appointment | None = rows.filter(public_id=appointment_id).first()
    if found is None:
        raise NotFound()
    return found


def _page(request: WorkerRequest, case: Case, form: Any, heading: Any, submit: Any, **more: Any) -> HttpResponse:
    back = reverse("case_plan", args=[case.public_id])
    return form_page(request, case, form, heading=heading, submit=submit, back=back, **more)
