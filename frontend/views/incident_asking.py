"""One person of an incident, alone: their own word on keeping a record, then the next person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from cases.actions import agree_row, refuse_row, row_left
from cases.models import Case, Incident, IncidentRow
from frontend.forms.acting import posted
from frontend.forms.incidents import AnswerForm, PrivateForm

from .doors import WorkerRequest, door
from .incidents import RIGHT, incident_of, row_of

ANSWER = "answer_%s"  # both forms of the page ask whether the person was alone


@door(RIGHT)
def incident_ask(request: WorkerRequest, incident_id: str, number: int) -> HttpResponse:
    """The private page of one person: consent first, then alias and safe contact."""
    one, user = incident_of(request, incident_id), request.user
    row = row_of(request, one, number)
    form = PrivateForm(posted(request), user=user, row=row)

    def agree(values: dict[str, Any]) -> Case:
        return agree_row(row, private=values["private"], by=user, **form.given())

    if form.does(agree):
        messages.success(request, gettext("%s agreed and has a case now.") % row.band)
        return _next(request, one)
    return _page(request, one, row, form, AnswerForm(auto_id=ANSWER))


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
    request: WorkerRequest, incident: Incident, row: IncidentRow, form: PrivateForm, answer: AnswerForm
) -> HttpResponse:
    status = 422 if form.is_bound or answer.is_bound else 200
    waiting = IncidentRow.objects.visible_to(request.user).waiting().filter(incident=incident)
    following = waiting.filter(number__gt=row.number).order_by("number").first()
    context = {"incident": incident, "row": row, "form": form, "answer": answer, "following": following}
    return render(request, "shelter/ask.html", context, status=status)
