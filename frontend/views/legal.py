"""The legal part of a case: deadlines, proceedings, requests of authorities, harm done by them."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import NotFound
from cases.actions import (
    add_deadline,
    extend_deadline,
    record_authority_harm,
    retract_authority_harm,
    settle_deadline,
)
from cases.codelists.countries import COUNTRIES
from cases.legal.missing import asker_of
from cases.models import AuthorityHarm, Deadline, DeadlineStep, Hearing, LegalRequest, Proceeding
from frontend import legal_words
from frontend.forms.acting import posted
from frontend.forms.conferences import WhyForm
from frontend.forms.proceedings import DeadlineForm, HarmForm, SettleDeadlineForm

from .case_forms import form_page, to_case
from .case_frame import case_page
from .doors import WorkerRequest, case_of, door


@door("view_case", methods=("GET",))
def case_legal(request: WorkerRequest, case_id: str) -> HttpResponse:
    """All of it, what presses most first."""
    case, user = case_of(request, case_id, reads="legal"), request.user
    deadlines = Deadline.objects.visible_to(user).filter(case=case).select_related("proceeding").order_by("due_on")
    proceedings = Proceeding.objects.visible_to(user).filter(case=case).order_by("-recorded_at")
    hearings = Hearing.objects.visible_to(user).filter(case=case).planned().order_by("starts_at")
    coming = {one.proceeding_id: one for one in reversed(list(hearings))}
    asked = LegalRequest.objects.visible_to(user).filter(case=case).select_related("authority").order_by("-served_at")
    harm = AuthorityHarm.objects.visible_to(user).filter(case=case).select_related("recorded_by", "retracted_by")
    steps = DeadlineStep.objects.visible_to(user).filter(case=case).order_by("taken_at")
    by_deadline: dict[object, list[DeadlineStep]] = {}
    for step in steps:
        by_deadline.setdefault(step.deadline_id, []).append(step)
    rows = [(one, by_deadline.get(one.pk, [])) for one in deadlines]
    context = {
        "deadlines": [row for row in rows if row[0].state == Deadline.State.OPEN],
        "settled": [row for row in rows if row[0].state != Deadline.State.OPEN],
        "proceedings": [(one, legal_words.proceeding_state(one), coming.get(one.pk)) for one in proceedings],
        "requests": [(one, asker_of(one), legal_words.request_state(one)) for one in asked],
        "harm": [(one, COUNTRIES.label(one.country) if one.country else "") for one in harm.order_by("-recorded_at")],
    }
    seen = [case, *(one for one, _steps in rows), *proceedings, *asked, *harm]
    trail.read(events.LEGAL_READ, by=user, subjects=seen)
    return case_page(request, "legal", case, "case_legal", **context)


@door("edit_case")
def deadline_add(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Write one down."""
    case, user = case_of(request, case_id, "edit_case", reads="legal"), request.user
    form = DeadlineForm(posted(request), case=case, user=user)
    if form.does(lambda values: add_deadline(case, by=user, **values)):
        messages.success(request, gettext("Saved. It stands in “Today” in time."))
        return to_case("case_legal", case)
    back = reverse("case_legal", args=[case_id])
    return form_page(request, case, form, heading=_("A deadline"), submit=_("Save"), back=back)


@door("edit_case")
def deadline_settle(request: WorkerRequest, case_id: str, deadline_id: str) -> HttpResponse:
    """Met, extended or missed."""
    case, user = case_of(request, case_id, "edit_case", reads="legal"), request.user
    rows = Deadline.objects.visible_to(user).filter(case=case, public_id=deadline_id).select_related("case")
    one = rows.first()
    if one is None:
        raise NotFound()
    form = SettleDeadlineForm(posted(request), deadline=one, user=user)
    if form.does(lambda values: _settle(one, user, **values)):
        messages.success(request, gettext("Written down."))
        return to_case("case_legal", case)
    back = reverse("case_legal", args=[case_id])
    heading = _("What became of the deadline?")
    return form_page(request, case, form, heading=heading, submit=_("Save"), back=back)


def _settle(one: Deadline, user: User, *, outcome: str, due_on: datetime.date, words: str) -> Deadline:
    if outcome == "extended":
        return extend_deadline(one, due_on=due_on, words=words, by=user)
    return settle_deadline(one, state=outcome, words=words, by=user)


@door("edit_case")
def harm_add(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Write down what an authority did."""
    case, user = case_of(request, case_id, "edit_case", reads="legal"), request.user
    form = HarmForm(posted(request))
    if form.does(lambda values: record_authority_harm(case, by=user, **values)):
        messages.success(request, gettext("Saved."))
        return to_case("case_legal", case)
    back = reverse("case_legal", args=[case_id])
    return form_page(request, case, form, heading=_("Harm done by an authority"), submit=_("Save"), back=back)


@door("edit_case")
def harm_retract(request: WorkerRequest, case_id: str, harm_id: str) -> HttpResponse:
    """It no longer stands."""
    case, user = case_of(request, case_id, "edit_case", reads="legal"), request.user
    rows = AuthorityHarm.objects.visible_to(user).standing().filter(case=case, public_id=harm_id)
    one = rows.select_related("case").first()
    if one is None:
        raise NotFound()
    form = WhyForm(posted(request))
    if form.does(lambda values: retract_authority_harm(one, by=user, **values)):
        messages.success(request, gettext("Retracted. It stays here with its reason."))
        return to_case("case_legal", case)
    back = reverse("case_legal", args=[case_id])
    return form_page(request, case, form, heading=_("Retract"), submit=_("Retract"), back=back)
