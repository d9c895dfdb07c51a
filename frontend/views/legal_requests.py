"""Requests of law enforcement and courts: the list, one with its steps, and what is answered neither yes nor no."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from casemgr.accounts.permissions import require_reads
from casemgr.audit import events, trail
from casemgr.encryption import keys
from casemgr.errors import Conflict, NotFound
from cases.actions import (
    answer_request,
    change_request,
    close_request,
    decide_request,
    lapse_request,
    log_unknown_request,
    propose_answer,
    record_request,
    release_request,
    return_request,
)
from cases.legal.missing import asker_of, missing
from cases.legal.request_lifecycle import Event
from cases.legal.rights import request_events
from cases.models import Case, LegalRequest, LegalRequestStep, UnknownRequest
from cases.notices.clashes import on_the_list
from frontend import legal_words
from frontend.forms.acting import ActionForm, posted
from frontend.forms.legal_requests import ChangeRequestForm, NewRequestForm, ReleaseForm, UnknownRequestForm
from frontend.forms.proceedings import WordsForm

from .case_forms import clash_page, form_page
from .case_frame import case_page
from .cases import show_people
from .doors import WorkerRequest, case_of, door
from .kept_forms import kept_page

MOST = 200
#: event -> its action, its heading, what its word is asked for
STEPS: dict[str, tuple[Callable[..., LegalRequest], Any, Any]] = {
    Event.ANSWER: (answer_request, _("Write down what was answered"), _("What was answered?")),
    Event.CLOSE: (close_request, _("Close the request"), _("What came of it?")),
    Event.LAPSE: (lapse_request, _("It needs no answer any more"), _("Why?")),
}


@door("edit_case", methods=("GET",))
def legal_requests(request: WorkerRequest) -> HttpResponse:
    """Those on cases that one sees: what waits first; and what was answered neither yes nor no."""
    user = request.user
    require_reads(user, "legal")
    rows = LegalRequest.objects.visible_to(user).select_related("case__person", "authority", "drafted_by")
    waiting = list(rows.waiting().order_by("answer_due_at", "served_at")[:MOST])
    over = list(rows.exclude(state__in=("draft", "proposed", "decided")).order_by("-served_at")[:MOST])
    unknown = list(UnknownRequest.objects.visible_to(user).select_related("recorded_by").order_by("-asked_at")[:MOST])
    show_people([one.case for one in (*waiting, *over)], user)
    keys.prefetch(user.home.pk, [one.authority_id for one in (*waiting, *over) if one.authority_id])
    keys.prefetch(user.home.pk, [one.pk for one in unknown])
    trail.read(events.REQUESTS_READ, by=user, subjects=[*waiting, *over, *unknown])
    context = {
        "waiting": [_row(one) for one in waiting],
        "over": [_row(one) for one in over],
        "unknown": unknown,
        "neither": legal_words.NEITHER,
        "holds": user.can("approve"),
    }
    return render(request, "cases/legal_requests.html", context)


@door("edit_case")
def unknown_request_add(request: WorkerRequest) -> HttpResponse:
    """Log that somebody was asked about."""
    require_reads(request.user, "legal")
    form = UnknownRequestForm(posted(request))
    if form.does(lambda values: log_unknown_request(by=request.user, **values)):
        messages.success(request, gettext("Logged. No case was made."))
        return redirect("legal_requests")
    return kept_page(request, "cases/unknown_request.html", form, neither=legal_words.NEITHER)


@door("edit_case")
def request_add(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Write down what came in. Nothing is told by this."""
    case, user = case_of(request, case_id, "edit_case", reads="legal"), request.user
    form = NewRequestForm(posted(request), user=user)
    if form.does(lambda values: record_request(case, by=user, **values)):
        messages.success(request, gettext("Written down. Nobody was told anything."))
        return to_request(form.outcome, case)
    back, heading = reverse("case_legal", args=[case_id]), _("A request of an authority")
    return form_page(request, case, form, heading=heading, submit=_("Save"), back=back)


@door("view_case", methods=("GET",))
def legal_request(request: WorkerRequest, case_id: str, served_id: str) -> HttpResponse:
    """One: what is asked, what is proposed, what stands against it, and what may be done now."""
    case, user = case_of(request, case_id, reads="legal"), request.user
    one = request_of(request, case, served_id)
    trail.read(events.REQUESTS_READ, by=user, subjects=[one])
    steps = LegalRequestStep.objects.visible_to(user).filter(request=one).select_related("taken_by")
    may = {str(event) for event in request_events(one, user)}
    context = _facts(request, one) | {
        "may": may,
        "missing": [message for _field, message in missing(one)] if "propose" in may else [],
        "steps": [(legal_words.REQUEST_STEPS[step.event], step) for step in steps.order_by("taken_at")],
    }
    return case_page(request, "legal_request", case, "case_legal", **context)


@door("edit_case")
def request_change(request: WorkerRequest, case_id: str, served_id: str) -> HttpResponse:
    """Change it while nothing is proposed."""
    case, user = case_of(request, case_id, "edit_case", reads="legal"), request.user
    one = request_of(request, case, served_id)
    form = ChangeRequestForm(posted(request), row=one, user=user, own=one.authority_id)
    saved = form.save_over(
        lambda: request_of(request, case, served_id),
        lambda values, version: change_request(one, values, version=int(version), by=user),
    )
    if saved:
        messages.success(request, gettext("Saved."))
        return to_request(one, case)
    back, heading = reverse("legal_request", args=[case_id, served_id]), _("Change the request")
    if form.clash:
        return clash_page(request, case, form, heading=heading, back=back)
    return form_page(request, case, form, heading=heading, submit=_("Save"), back=back)


@door("edit_case", methods=("POST",))
def request_propose(request: WorkerRequest, case_id: str, served_id: str) -> HttpResponse:
    """Put the answer before a second person."""
    case = case_of(request, case_id, "edit_case", reads="legal")
    one, form = request_of(request, case, served_id), ActionForm(posted(request))
    if form.does(lambda _values: propose_answer(one, by=request.user)):
        messages.success(request, gettext("Sent to a second person."))
    for errors in form.errors.values():
        for said in errors:
            messages.error(request, str(said))
    return to_request(one, case)


@door("approve")
def request_decide(request: WorkerRequest, case_id: str, served_id: str) -> HttpResponse:
    """Let the proposed answer stand, or give it back."""
    case = case_of(request, case_id, "approve", reads="legal")
    one = request_of(request, case, served_id)
    gives_back = request.POST.get("answer") == "return"
    form = WordsForm(posted(request), label=_("A word to the colleague"), initial={"version": one.version})
    act = return_request if gives_back else decide_request
    done = gettext("Returned to your colleague.") if gives_back else gettext("Decided. Your colleague is told.")
    words = {"heading": _("The second person's word"), "submit": _("Let the answer stand"), "deciding": True}
    return _take(request, case, one, form, lambda values: act(one, by=request.user, **values), done, **words)


@door("send_notice")
def request_release(request: WorkerRequest, case_id: str, served_id: str) -> HttpResponse:
    """Write down what was told, once it was decided."""
    case = case_of(request, case_id, "send_notice", reads="legal")
    one = request_of(request, case, served_id)
    form = ReleaseForm(posted(request), row=one, initial={"version": one.version})
    done = gettext("Written down. It stands in “Who was told what”.")
    words = {"heading": _("Write down what was released"), "submit": _("It was told")}
    return _take(request, case, one, form, lambda v: release_request(one, by=request.user, **v), done, **words)


@door("edit_case")
def request_step(request: WorkerRequest, case_id: str, served_id: str, request_event: str) -> HttpResponse:
    """Answer, close, lapse."""
    case = case_of(request, case_id, "edit_case", reads="legal")
    one = request_of(request, case, served_id)
    if request_event not in STEPS:
        raise NotFound()
    act, heading, label = STEPS[request_event]
    form = WordsForm(posted(request), label=label, needed=True, initial={"version": one.version})
    words = {"heading": heading, "submit": _("Save")}
    done = gettext("Written down.")
    return _take(request, case, one, form, lambda values: act(one, by=request.user, **values), done, **words)


def request_of(request: WorkerRequest, case: Case, served_id: str) -> LegalRequest:
    """The request of this case with this public id. Errors: NotFound."""
    rows = LegalRequest.objects.visible_to(request.user).filter(case=case, public_id=served_id)
    people = ("drafted_by", "changed_by", "proposed_by", "decided_by")
    found: LegalRequest | None = rows.select_related("case__person", "authority", *people).first()
    if found is None:
        raise NotFound()
    return found


def to_request(one: LegalRequest, case: Case) -> HttpResponseRedirect:
    """Its page."""
    return redirect("legal_request", case.public_id, one.public_id)


def _take(
    request: WorkerRequest,
    case: Case,
    one: LegalRequest,
    form: ActionForm,
    act: Callable[..., Any],
    done: str,
    **words: Any,
) -> HttpResponse:
    """Back to the request once the step was taken, else its form; on an older version it is looked at again."""
    try:
        taken = form.does(act)
    except Conflict:
        taken = False
        form.sees("version", one.version)
        form.add_error(None, gettext("Somebody changed this meanwhile. Look at it again before you go on."))
    if taken:
        messages.success(request, done)
        return to_request(one, case)
    trail.read(events.REQUESTS_READ, by=request.user, subjects=[one])
    back = reverse("legal_request", args=[case.public_id, one.public_id])
    return form_page(request, case, form, back=back, template="legal_request_step", **_facts(request, one), **words)


def _facts(request: WorkerRequest, one: LegalRequest) -> dict[str, Any]:
    """What `cases/legal_request_facts.html` shows."""
    asker = asker_of(one)
    return {
        "one": one,
        "is": legal_words.request_state(one),
        "asker": asker,
        "decision": legal_words.decision(one),
        "asked": legal_words.kinds_of_data(one.asked),
        "kinds": legal_words.kinds_of_data(one.categories),
        "released": legal_words.kinds_of_data(one.released),
        "never": on_the_list(one.case.person, asker, request.user) if asker else [],
    }


def proposed_requests(user: User) -> list[dict[str, Any]]:
    """What waits for a second person's decision, as the lists draw it, the most pressing first."""
    rows = LegalRequest.objects.visible_to(user).proposed().select_related("case__person", "authority", "drafted_by")
    found = list(rows.order_by("answer_due_at", "served_at")[:MOST])
    if found:
        show_people([one.case for one in found], user)
        trail.read(events.REQUESTS_READ, by=user, subjects=found)
    return [_row(one) for one in found]


def _row(one: LegalRequest) -> dict[str, Any]:
    return {"one": one, "asker": asker_of(one), "is": legal_words.request_state(one)}
