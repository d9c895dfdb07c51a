"""Danger of self-harm: the plan and its checks; restricted facts of health."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.errors import Conflict, NotFound
from cases.actions import (
    add_health_fact,
    end_health_fact,
    read_crisis,
    read_health_facts,
    record_crisis_check,
    write_crisis_plan,
)
from cases.actions.health_facts import asked_kinds
from cases.crisis_prompts import ANSWERS, PROMPTS
from cases.models import Case, CrisisCheck, CrisisPlan, HealthFact
from frontend.debrief import offer_a_talk
from frontend.forms.acting import posted
from frontend.forms.crisis import CrisisCheckForm, CrisisPlanForm, HealthFactForm

from .case_forms import form_page, to_case
from .case_frame import case_page
from .doors import WorkerRequest, case_of, door

SHOWN = 20


@door("view_case", methods=("GET",))
def case_crisis(request: WorkerRequest, case_id: str) -> HttpResponse:
    """The plan and the last checks; each look is written down."""
    case, user = case_of(request, case_id, reads="health"), request.user
    read_crisis(case, by=user)
    plans = CrisisPlan.objects.visible_to(user).filter(case=case).select_related("written_by")
    checks = CrisisCheck.objects.visible_to(user).filter(case=case).select_related("recorded_by")
    context = {
        "plans": list(plans.order_by("-written_at", "-id")[:SHOWN]),
        "checks": [(one, _answers(one)) for one in checks.order_by("-recorded_at", "-id")[:SHOWN]],
    }
    return case_page(request, "crisis", case, "case_plan", **context)


def _answers(check: CrisisCheck) -> list[tuple[Any, Any]]:
    said = check.answers or {}
    return [(PROMPTS[code], ANSWERS[said[code]]) for code in PROMPTS if code in said]


@door("record_service")
def crisis_check(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Write down a talk, and when to ask again."""
    case, user = case_of(request, case_id, "record_service", reads="health"), request.user
    form = CrisisCheckForm(posted(request))
    if form.does(lambda _values: record_crisis_check(case, by=user, **form.values())):
        messages.success(request, gettext("The check was written down."))
        offer_a_talk(request)
        return to_case("case_crisis", case)
    back = reverse("case_crisis", args=[case_id])
    words = {"heading": _("Check: is the person in danger?"), "submit": _("Save check")}
    return form_page(request, case, form, back=back, template="crisis_check_form", **words)


@door("edit_case")
def crisis_plan_write(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Write the next version over the newest. A version that came meanwhile is shown beside what was typed (409)."""
    case, user = case_of(request, case_id, "edit_case", reads="health"), request.user
    read_crisis(case, by=user)
    plans = CrisisPlan.objects.visible_to(user).filter(case=case).select_related("written_by")
    latest = plans.order_by("-written_at", "-id").first()
    known = {name: getattr(latest, name) or "" for name in CrisisPlan.PARTS} if latest else {}
    form = CrisisPlanForm(posted(request), initial=known | {"read": latest.pk if latest else ""})
    back = reverse("case_crisis", args=[case_id])
    words: dict[str, Any] = {"heading": _("Crisis plan"), "submit": _("Save this version"), "back": back}
    try:
        saved = form.does(lambda values: write_crisis_plan(case, form.parts(), read=values["read"], by=user))
    except Conflict:
        form.sees("read", latest.pk if latest else "")
        page = form_page(request, case, form, template="crisis_plan_form", theirs=latest, **words)
        page.status_code = 409
        return page
    if saved:
        messages.success(request, gettext("The crisis plan was saved; older versions stay readable."))
        return to_case("case_crisis", case)
    return form_page(request, case, form, template="crisis_plan_form", **words)


@door("view_case", methods=("GET",))
def health_facts(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Those that this reader may know; the look is written down."""
    case, user = case_of(request, case_id, reads="health"), request.user
    context = {"facts_few": read_health_facts(case, by=user), "asked": bool(asked_kinds(user))}
    return case_page(request, "health_facts", case, "case_plan", **context)


@door("edit_case")
def health_fact_add(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Write one down."""
    case, user = case_of(request, case_id, "edit_case", reads="health"), request.user
    form = HealthFactForm(posted(request), kinds=asked_kinds(user))
    if form.does(lambda values: add_health_fact(case, by=user, **values)):
        messages.success(request, gettext("Saved. Only few colleagues can read it."))
        return to_case("health_facts", case)
    back = reverse("health_facts", args=[case_id])
    words = {"heading": _("Restricted health fact"), "submit": _("Save")}
    return form_page(request, case, form, back=back, template="health_fact_form", kinds=asked_kinds(user), **words)


@door("edit_case", methods=("POST",))
def health_fact_end(request: WorkerRequest, case_id: str, fact_id: str) -> HttpResponse:
    """It no longer holds."""
    case = case_of(request, case_id, "edit_case", reads="health")
    end_health_fact(_fact(request, case, fact_id), by=request.user)
    messages.success(request, gettext("Ended."))
    return to_case("health_facts", case)


def _fact(request: WorkerRequest, case: Case, fact_id: str) -> HealthFact:
    rows = HealthFact.objects.visible_to(request.user).filter(case=case).select_related("case")
    found: HealthFact | None = rows.filter(public_id=fact_id).first()
    if found is None:
        raise NotFound()
    return found
