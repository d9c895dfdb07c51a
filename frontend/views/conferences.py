"""Case conferences: plan one, who sits there and what they may hear, the minutes, what follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.audit import events, trail
from casemgr.errors import NotFound
from cases.actions import (
    cancel_conference,
    change_conference,
    follow_up_conference,
    hold_conference,
    plan_conference,
    seat_colleague,
    seat_outsider,
    unseat,
)
from cases.legal.seats import Seat, seat_of
from cases.models import Case, CaseConference, ConferenceAttendee, Note, Task
from frontend import legal_words
from frontend.forms.acting import ActionForm, posted
from frontend.forms.conferences import (
    ChangeConferenceForm,
    ConferenceForm,
    FollowUpForm,
    MinutesForm,
    SeatColleagueForm,
    SeatOutsiderForm,
    WhyForm,
)
from referrals.never import never_with

from .case_forms import clash_page, form_page
from .case_frame import case_page
from .doors import WorkerRequest, case_of, door


@door("view_case", methods=("GET",))
def case_conferences(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Those of a case, the next first."""
    case, user = case_of(request, case_id), request.user
    found = list(CaseConference.objects.visible_to(user).filter(case=case).order_by("-starts_at"))
    trail.read(events.CONFERENCE_READ, by=user, subjects=[case, *found])
    return case_page(request, "conferences", case, "case_plan", rows=found)


@door("edit_case")
def conference_add(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Plan one."""
    case, user = case_of(request, case_id, "edit_case"), request.user
    form = ConferenceForm(posted(request))
    if form.does(lambda values: plan_conference(case, by=user, **values)):
        messages.success(request, gettext("Planned. Say who sits there."))
        return to_conference(form.outcome, case)
    back = reverse("case_conferences", args=[case_id])
    return form_page(request, case, form, heading=_("A case conference"), submit=_("Plan it"), back=back)


@door("view_case", methods=("GET",))
def conference(request: WorkerRequest, case_id: str, conference_id: str) -> HttpResponse:
    """One: the points, the seats as they stand today, the minutes, the tasks."""
    case, user = case_of(request, case_id), request.user
    one = conference_of(request, case, conference_id)
    trail.read(events.CONFERENCE_READ, by=user, subjects=[one])
    rows = ConferenceAttendee.objects.visible_to(user).filter(conference=one).select_related("colleague", "partner")
    seats = [seat_of(row, case.person, user) for row in rows.order_by("added_at")]
    minutes = Note.objects.visible_to(user).filter(pk=one.minutes_id).first() if one.minutes_id else None
    tasks = Task.objects.visible_to(user).filter(case=case, public_id__in=one.tasks).select_related("assigned_to")
    context = {
        "one": one,
        "seats": [_row(seat) for seat in seats],
        "minutes": minutes,
        "followed": tasks.order_by("due_on"),
        "is_planned": one.state == CaseConference.State.PLANNED,
    }
    return case_page(request, "conference", case, "case_plan", **context)


@door("edit_case")
def conference_change(request: WorkerRequest, case_id: str, conference_id: str) -> HttpResponse:
    """Another time or other points; whether the person agreed."""
    case, user = case_of(request, case_id, "edit_case"), request.user
    one = conference_of(request, case, conference_id)
    form = ChangeConferenceForm(posted(request), row=one)
    saved = form.save_over(
        lambda: conference_of(request, case, conference_id),
        lambda values, version: change_conference(one, values, version=int(version), by=user),
    )
    if saved:
        messages.success(request, gettext("Saved."))
        return to_conference(one, case)
    back, heading = reverse("conference", args=[case_id, conference_id]), _("Change the conference")
    if form.clash:
        return clash_page(request, case, form, heading=heading, back=back)
    return form_page(request, case, form, heading=heading, submit=_("Save"), back=back)


@door("edit_case")
def conference_seat(request: WorkerRequest, case_id: str, conference_id: str) -> HttpResponse:
    """Ask a colleague."""
    form = SeatColleagueForm(posted(request), user=request.user)
    words: dict[str, Any] = {
        "heading": _("Ask a colleague"),
        "submit": _("Ask them"),
        "done": gettext("They were asked."),
    }
    return _act(request, case_id, conference_id, form, seat_colleague, **words)


@door("edit_case")
def conference_outsider(request: WorkerRequest, case_id: str, conference_id: str) -> HttpResponse:
    """Ask somebody from outside."""
    case = case_of(request, case_id, "edit_case")
    listed = never_with(case.person, request.user)
    form = SeatOutsiderForm(posted(request), user=request.user, never=listed)
    words: dict[str, Any] = {
        "heading": _("Somebody from outside"),
        "submit": _("Save"),
        "done": gettext("Written down."),
    }
    return _act(request, case_id, conference_id, form, seat_outsider, **words)


@door("edit_case", methods=("POST",))
def conference_unseat(request: WorkerRequest, case_id: str, conference_id: str, seat_id: str) -> HttpResponse:
    """Take somebody off."""
    case = case_of(request, case_id, "edit_case")
    one = conference_of(request, case, conference_id)
    rows = ConferenceAttendee.objects.visible_to(request.user).filter(conference=one, public_id=seat_id)
    seat = rows.select_related("conference", "case").first()
    if seat is None:
        raise NotFound()
    unseat(seat, by=request.user)
    messages.success(request, gettext("They don't sit there any more."))
    return to_conference(one, case)


@door("write_note")
def conference_hold(request: WorkerRequest, case_id: str, conference_id: str) -> HttpResponse:
    """Write the minutes."""
    form = MinutesForm(posted(request))
    words: dict[str, Any] = {
        "heading": _("Minutes of the meeting"),
        "submit": _("Save the minutes"),
        "done": gettext("The minutes were saved."),
    }
    return _act(request, case_id, conference_id, form, hold_conference, **words)


@door("edit_case")
def conference_task(request: WorkerRequest, case_id: str, conference_id: str) -> HttpResponse:
    """Give out a task."""
    case = case_of(request, case_id, "edit_case")
    form = FollowUpForm(posted(request), case=case, user=request.user)
    words: dict[str, Any] = {
        "heading": _("What follows"),
        "submit": _("Save task"),
        "done": gettext("The task was added."),
    }
    return _act(request, case_id, conference_id, form, follow_up_conference, **words)


@door("edit_case")
def conference_cancel(request: WorkerRequest, case_id: str, conference_id: str) -> HttpResponse:
    """It doesn't take place."""
    form = WhyForm(posted(request))
    done = gettext("Cancelled. What colleagues saw of the case for it ended.")
    words: dict[str, Any] = {"heading": _("Cancel the conference"), "submit": _("Cancel it"), "done": done}
    return _act(request, case_id, conference_id, form, cancel_conference, **words)


def conference_of(request: WorkerRequest, case: Case, conference_id: str) -> CaseConference:
    """The conference of this case with this public id. Errors: NotFound."""
    rows = CaseConference.objects.visible_to(request.user).filter(case=case, public_id=conference_id)
    found: CaseConference | None = rows.select_related("case__person", "planned_by").first()
    if found is None:
        raise NotFound()
    return found


def to_conference(one: CaseConference, case: Case) -> HttpResponseRedirect:
    """Its page."""
    return redirect("conference", case.public_id, one.public_id)


def _act(
    request: WorkerRequest,
    case_id: str,
    conference_id: str,
    form: ActionForm,
    act: Callable[..., Any],
    *,
    heading: Any,
    submit: Any,
    done: str,
) -> HttpResponse:
    case = case_of(request, case_id, "edit_case")
    one = conference_of(request, case, conference_id)
    if form.does(lambda values: act(one, by=request.user, **values)):
        messages.success(request, done)
        return to_conference(one, case)
    back = reverse("conference", args=[case_id, conference_id])
    return form_page(request, case, form, heading=heading, submit=submit, back=back)


def _row(seat: Seat) -> dict[str, Any]:
    until = seat.attendee.until
    return {
        "seat": seat,
        "one": seat.attendee,
        "kinds": legal_words.kinds_of_data(seat.categories),
        "sees": until is not None and until > timezone.now(),
    }
