"""Voluntary return: what is known, and each step of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.audit import events, trail
from casemgr.errors import Conflict, NotFound
from cases.actions import approve_return_risk, assess_return, consider_return, lift_embassy, step_return
from cases.actions.embassy import is_kept_from_embassy
from cases.actions.returns import is_approved
from cases.codelists.languages import LANGUAGES
from cases.models import Case, ReturnRisk, VoluntaryReturn
from cases.returns import BEFORE_TRAVEL, UNDER_WAY, State, events_from
from frontend.care import newest_return
from frontend.forms.acting import posted
from frontend.forms.returns import FORMS, HEADINGS, ConsiderForm, EmbassyForm, RiskForm, StepForm

from .case_forms import form_page, to_case
from .case_frame import case_page
from .doors import WorkerRequest, case_of, door


@door("view_case", methods=("GET",))
def case_return(request: WorkerRequest, case_id: str) -> HttpResponse:
    """The return under way or the last one, with its assessment and what may follow; the look is written down."""
    case, user = case_of(request, case_id, reads="narrative"), request.user
    one = newest_return(user, case)
    context: dict[str, Any] = {"one": one}
    if one is not None:
        trail.record(events.RETURN_READ, by=user, subject=one)
        risks = ReturnRisk.objects.visible_to(user).filter(voluntary_return=one)
        context |= {
            "risks": list(risks.select_related("recorded_by", "approved_by").order_by("-recorded_at", "-id")),
            "language": LANGUAGES.label(one.language) if one.language else "",
            "steps": [(event.value, HEADINGS[event.value]) for event in events_from(State(one.state))],
            "approved": is_approved(one, user),
            "kept": is_kept_from_embassy(case.person, user),
            "early": one.state in BEFORE_TRAVEL,
            "may_ask_embassy": one.state in (State.DECIDED, State.PREPARED),
        }
    context["may_begin"] = one is None or one.state not in UNDER_WAY
    return case_page(request, "return", case, "case_plan", **context)


@door("edit_case")
def return_consider(request: WorkerRequest, case_id: str) -> HttpResponse:
    """The person thinks of going back."""
    case, user = case_of(request, case_id, "edit_case", reads="narrative"), request.user
    form = ConsiderForm(posted(request))
    if form.does(lambda values: consider_return(case, by=user, **values)):
        messages.success(request, gettext("Saved. The embassy stands on the never-share list."))
        return to_case("case_return", case)
    return _page(request, case, form, _("A return is considered"), _("Save"))


@door("edit_case")
def return_step(request: WorkerRequest, case_id: str, return_event: str) -> HttpResponse:
    """One step. Somebody else's step meanwhile is said (409), and nothing typed is lost."""
    case, user = case_of(request, case_id, "edit_case", reads="narrative"), request.user
    one = _current(request, case)
    if return_event not in FORMS:
        raise NotFound()
    form = FORMS[return_event](posted(request), one=one, user=user)

    def act(values: dict[str, Any]) -> VoluntaryReturn:
        return step_return(one, return_event, by=user, **values)

    return _over(request, case, form, act, HEADINGS[return_event])


@door("record_consent")
def return_embassy(request: WorkerRequest, case_id: str) -> HttpResponse:
    """The person said that the embassy may be asked for papers."""
    case, user = case_of(request, case_id, "record_consent", reads="narrative"), request.user
    one = _current(request, case)
    form = EmbassyForm(posted(request), one=one, user=user)
    return _over(
        request, case, form, lambda values: lift_embassy(one, by=user, **values), _("Ask the embassy for papers")
    )


@door("edit_case")
def return_assess(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Look at what awaits the person there."""
    case, user = case_of(request, case_id, "edit_case", reads="narrative"), request.user
    one, form = _current(request, case), RiskForm(posted(request))
    if form.does(lambda _values: assess_return(one, form.parts(), by=user)):
        messages.success(request, gettext("Saved. A supervisor who didn't write it has to approve it."))
        return to_case("case_return", case)
    return _page(request, case, form, _("Assess the danger before the journey"), _("Save assessment"))


@door("approve", methods=("POST",))
def return_approve(request: WorkerRequest, case_id: str, risk_id: str) -> HttpResponse:
    """Say as the second person that the journey may begin."""
    case, user = case_of(request, case_id, "approve", reads="narrative"), request.user
    risks = ReturnRisk.objects.visible_to(user).filter(case=case).select_related("case")
    risk = risks.filter(public_id=risk_id).first()
    if risk is None:
        raise NotFound()
    approve_return_risk(risk, by=user)
    messages.success(request, gettext("Approved."))
    return to_case("case_return", case)


def _current(request: WorkerRequest, case: Case) -> VoluntaryReturn:
    one = newest_return(request.user, case)
    if one is None:
        raise NotFound()
    return one


def _over(request: WorkerRequest, case: Case, form: StepForm, act: Any, heading: Any) -> HttpResponse:
    try:
        saved = form.does(act)
    except Conflict as refusal:
        form.add_error(None, str(refusal))
        form.sees("version", _current(request, case).version)
        page = _page(request, case, form, heading, _("Save"))
        page.status_code = 409
        return page
    if saved:
        messages.success(request, gettext("Saved."))
        return to_case("case_return", case)
    return _page(request, case, form, heading, _("Save"))


def _page(request: WorkerRequest, case: Case, form: Any, heading: Any, submit: Any) -> HttpResponse:
    back = reverse("case_return", args=[case.public_id])
    return form_page(request, case, form, heading=heading, submit=submit, back=back)
