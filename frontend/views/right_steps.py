"""The steps of a person's request: the talk in private, the answer, the second person, and the way back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.audit import events, trail
from casemgr.errors import NotFound, NotInThisState
from cases.actions import (
    answer_correction,
    approve_erasure,
    ask_return,
    check_right,
    purge_narrative,
    refuse_right,
    return_record,
    take_right_back,
    wait_on,
)
from cases.models import DataRequest
from cases.rights.codes import Kind
from frontend.forms.acting import ActionForm, posted
from frontend.forms.rights import CheckForm, CorrectionForm, RefuseForm, VersionForm
from frontend.rights import one_of

from .doors import WorkerRequest, door
from .kept_forms import kept_page

STEPS: dict[str, Any] = {
    "take_back": (take_right_back, _("Taken back.")),
    "ask_return": (ask_return, _("The clock stands still. Another person has to confirm it.")),
    "return": (return_record, _("The record is there again, as it was. Sharing stays ended: ask anew.")),
    "wait_on": (wait_on, _("The wait goes on.")),
}


def page(
    request: WorkerRequest, one: DataRequest, form: ActionForm, *, heading: Any, submit: Any, **context: Any
) -> HttpResponse:
    """A form about a request; the look enters the trail first."""
    trail.record(events.RIGHT_READ, by=request.user, subject=one)
    words = {"request_row": one, "heading": heading, "submit": submit} | context
    return kept_page(request, "rights/form.html", form, **words)


@door("record_consent")
def right_check(request: WorkerRequest, right_id: str) -> HttpResponse:
    """Write down the talk in private."""
    one, user = one_of(request.user, right_id), request.user
    form = CheckForm(posted(request), initial={"version": one.version})
    if form.does(lambda values: check_right(one, by=user, **values)):
        messages.success(request, gettext("Written down."))
        return redirect("right", right_id)
    return page(request, one, form, heading=_("The talk in private"), submit=_("Write it down"), warns=True)


@door("record_consent")
def right_answer(request: WorkerRequest, right_id: str) -> HttpResponse:
    """Say what became of a disputed fact."""
    one, user = one_of(request.user, right_id), request.user
    if one.kind != Kind.CORRECTION:
        raise NotInThisState()
    form = CorrectionForm(posted(request), initial={"version": one.version})
    if form.does(lambda values: answer_correction(one, by=user, **values)):
        messages.success(request, gettext("Written down."))
        return redirect("right", right_id)
    return page(request, one, form, heading=_("Answer"), submit=_("Answer"))


@door("approve")
def right_refuse(request: WorkerRequest, right_id: str) -> HttpResponse:
    """Say no, with a reason that the person is told."""
    one, user = one_of(request.user, right_id), request.user
    form = RefuseForm(posted(request), initial={"version": one.version})
    if form.does(lambda values: refuse_right(one, by=user, **values)):
        messages.success(request, gettext("Written down."))
        return redirect("right", right_id)
    return page(request, one, form, heading=_("Refuse"), submit=_("Refuse"))


@door("approve")
def right_approve(request: WorkerRequest, right_id: str) -> HttpResponse:
    """The second person: what goes, and when there is no way back."""
    one, user = one_of(request.user, right_id), request.user
    narrative = one.kind == Kind.NARRATIVE
    act = purge_narrative if narrative else approve_erasure
    form = VersionForm(posted(request), initial={"version": one.version})
    if form.does(lambda values: act(one, by=user, **values)):
        said = gettext("Erased: what was told is gone.") if narrative else gettext("The record is sealed for 14 days.")
        messages.success(request, said)
        return redirect("right", right_id)
    submit = _("Erase it now") if narrative else _("Seal it: erase in 14 days")
    return page(request, one, form, heading=_("Approve as the second person"), submit=submit, warns=True)


@door("view_case", methods=("POST",))
def right_step(request: WorkerRequest, right_id: str, right_event: str) -> HttpResponse:
    """A step that asks nothing more."""
    one = one_of(request.user, right_id)
    if right_event not in STEPS:
        raise NotFound()
    act, said = STEPS[right_event]
    act(one, by=request.user)
    messages.success(request, str(said))
    return redirect("right", right_id)
