"""Act on the cases ticked in the list: a page that names them asks first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput
from cases.actions import assign_in_bulk, flag_in_bulk
from cases.actions.bulk import Outcome, chosen
from frontend.forms.case import ColleagueForm
from frontend.forms.flags import BulkFlagForm

from .cases import IN_BULK, show_people
from .doors import WorkerRequest, door

ACTS = {"assign": _("Assign"), "flag": _("Raise a flag")}


@door("edit_case", methods=("POST",))
def cases_bulk(request: WorkerRequest) -> HttpResponse:
    """First the question, then, with `step` "do", the act. Ids travel in the form, never in the address."""
    user, act, ids = request.user, request.POST.get("act", ""), request.POST.getlist("case")
    if act not in ACTS:
        return _back(request, gettext("Choose what to do with the cases."))
    require(user, IN_BULK[act])
    try:
        cases = chosen(ids, by=user)
    except InvalidInput as refusal:
        return _back(request, str(refusal))
    data = request.POST if request.POST.get("step") == "do" else None
    form: Any = ColleagueForm(data, user=user) if act == "assign" else BulkFlagForm(data)
    if form.does(lambda values: _do(act, ids, values, request)):
        return _done(request, form.outcome)
    show_people(cases, user)
    trail.read(events.CASE_LISTED, by=user, subjects=cases)
    context = {"form": form, "cases": cases, "act": act, "heading": ACTS[act]}
    return render(request, "cases/bulk.html", context, status=422 if form.is_bound else 200)


def _do(act: str, ids: Sequence[str], values: dict[str, Any], request: WorkerRequest) -> Outcome:
    if act == "assign":
        return assign_in_bulk(ids, by=request.user, **values)
    return flag_in_bulk(ids, by=request.user, **values)


def _done(request: WorkerRequest, outcome: Outcome) -> HttpResponse:
    if count := len(outcome.done):
        messages.success(request, ngettext("Done for %d case.", "Done for %d cases.", count) % count)
    for label, reason in outcome.refused:
        messages.error(request, f"{label}: {reason}")
    if outcome.absent:
        messages.error(
            request,
            ngettext("%d case can't be seen any more.", "%d cases can't be seen any more.", outcome.absent)
            % outcome.absent,
        )
    return redirect("cases")


def _back(request: WorkerRequest, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect("cases")
