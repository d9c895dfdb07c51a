"""One person of an incident, alone: their own word on keeping a record, then the next person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from casemgr.errors import NotFound
from casemgr.rate_limits import TooMany
from cases.actions import agree_row, known_row, refuse_row, row_left
from cases.models import Case, Consent, Incident, IncidentRow
from cases.search import Duplicate
from frontend import drafts
from frontend.forms.acting import posted
from frontend.forms.incidents import AnswerForm, PrivateForm
from frontend.refusals import too_often

from .doors import WorkerRequest, door
from .incidents import RIGHT, incident_of, row_of
from .known_first import known_already

ANSWER = "answer_%s"  # both forms of the page ask whether the person was alone


@door(RIGHT)
def incident_ask(request: WorkerRequest, incident_id: str, number: int) -> HttpResponse:
    """The private page of one person: consent first, then alias and safe contact."""
    one, user = incident_of(request, incident_id), request.user
    row = row_of(request, one, number)
    if known := request.POST.get("known"):
        return _is_known(request, one, row, known)
    form, answer = PrivateForm(posted(request), user=user, row=row), AnswerForm(auto_id=ANSWER)

    def agree(values: dict[str, Any]) -> Case:
        return agree_row(row, private=values["private"], by=user, **form.given())

    try:
        alike = known_already(form, by=user) if _may_be_kept(form) else []
    except TooMany as refusal:
        form.add_error(None, str(refusal))
        return too_often(request, _page(request, one, row, form, answer), refusal)
    if not alike and form.does(agree):
        messages.success(request, gettext("%s agreed and has a case now.") % row.band)
        return _next(request, one)
    return _page(request, one, row, form, answer, known=alike)


def _may_be_kept(form: PrivateForm) -> bool:
    """Whether they said yes, alone: before that nobody is looked for by their name."""
    if not form.is_bound or not form.is_valid():
        return False
    return bool(form.cleaned_data["private"]) and form.cleaned_data["decision"] == Consent.Decision.GIVEN


def _is_known(request: WorkerRequest, incident: Incident, row: IncidentRow, known: str) -> HttpResponse:
    case = Case.objects.visible_to(request.user).filter(public_id=known).first()
    if case is None:
        raise NotFound()
    known_row(row, case, private=bool(request.POST.get("private")), by=request.user)
    messages.success(request, gettext("%s: their case belongs to the incident now.") % row.band)
    return _next(request, incident)


@door(RIGHT, methods=("POST",))
def incident_refused(request: WorkerRequest, incident_id: str, number: int) -> HttpResponse:
    """No record, and the help that was given all the same."""
    one, user = incident_of(request, incident_id), request.user
    row = row_of(request, one, number)
    form = AnswerForm(request.POST, auto_id=ANSWER)
    left = request.POST.get("answer") == "left"

    def answer(values: dict[str, Any]) -> IncidentRow:
        if left:
            return row_left(row, helped=values["helped"], by=user)
        return refuse_row(row, private=values["private"], helped=values["helped"], by=user)

    if form.does(answer):
        messages.success(request, gettext("%s: counted, and nothing else is kept.") % row.band)
        return _next(request, one)
    return _page(request, one, row, PrivateForm(user=user, row=row), form)


def _next(request: WorkerRequest, incident: Incident) -> HttpResponse:
    """The next person who wasn't asked, or back to the list."""
    waiting = IncidentRow.objects.visible_to(request.user).waiting().filter(incident=incident).order_by("number")
    following = waiting.first()
    if following is None:
        return redirect("incident", incident.public_id)
    return redirect("incident_ask", incident.public_id, following.number)


def _page(
    request: WorkerRequest,
    incident: Incident,
    row: IncidentRow,
    form: PrivateForm,
    answer: AnswerForm,
    *,
    known: Sequence[Duplicate] = (),
) -> HttpResponse:
    status = 422 if form.is_bound or answer.is_bound else 200
    waiting = IncidentRow.objects.visible_to(request.user).waiting().filter(incident=incident)
    following = waiting.filter(number__gt=row.number).order_by("number").first()
    context = {"incident": incident, "row": row, "form": form, "answer": answer, "known": known}
    context["following"] = following
    context |= drafts.offered(request, form, at=reverse("incident_ask", args=[incident.public_id, row.number]))
    return render(request, "shelter/ask.html", context, status=status)
