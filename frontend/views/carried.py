"""Let the person carry it: choose, look at exactly what a slip would open, ask them, hand it over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from casemgr.audit import events, trail
from casemgr.errors import NotFound
from cases.carried import collect_carried
from cases.codelists.services import SERVICES
from cases.consent_texts import text_of
from cases.looking import look
from cases.models import Case, NeverShare
from cases.notices.clashes import on_the_list
from frontend.carried import row
from frontend.disclosed import kinds, safety, shown
from frontend.forms.carried import CarryForm, CarryWordForm
from referrals import actions
from referrals.actions.carried import require_may_carry
from referrals.models import CarriedLink, CarriedReply

from .case_frame import frame
from .doors import WorkerRequest, case_of, door


@door("send_referral")
def carry(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Pages under one address: choosing, then the preview with the person's word, then the slip. `step` says which was
    sent. Absent while it is switched off.
    """
    case = case_of(request, case_id, "send_referral")
    require_may_carry(case, request.user)
    step = request.POST.get("step", "")
    choosing = CarryForm(request.POST if step else None)
    if step not in ("preview", "make") or not choosing.is_valid():
        return _choose(request, case, choosing, wrong=step in ("preview", "make"))
    if step == "preview":
        return _preview(request, case, choosing, _word_form(request, case, None))
    return _make(request, case, choosing)


@door("send_referral", methods=("GET",))
def carried(request: WorkerRequest, carried_id: str) -> HttpResponse:
    """One slip: how often it was opened, and what was left by whoever did."""
    one = actions.read_carried(_link(request, carried_id), by=request.user)
    left = CarriedReply.objects.visible_to(request.user).filter(link=one).first()
    look(one.case, by=request.user)
    names = [left.service or "", left.words or ""] if left else []
    listed = {entry for name in names if name for entry in on_the_list(one.case.person, name, request.user)}
    context = frame(request.user, one.case) | row(one) | {"left": left, "listed": sorted(listed)}
    return render(request, "carried/one.html", context)


@door("send_referral", methods=("POST",))
def carried_end(request: WorkerRequest, carried_id: str) -> HttpResponse:
    """End it now, as the person asked."""
    one = _link(request, carried_id)
    actions.end_carried(one, by=request.user)
    messages.success(request, _("Ended. The slip opens nothing any more; ask them to destroy the paper."))
    return redirect("case_referrals", one.case.public_id)


def _link(request: WorkerRequest, carried_id: str) -> CarriedLink:
    rows = CarriedLink.objects.visible_to(request.user).select_related(
        "case__person__safe_contact", "case__caseworker", "case__organization", "maker"
    )
    found = rows.filter(public_id=carried_id).first()
    if found is None:
        raise NotFound()
    return found


def _word_form(request: WorkerRequest, case: Case, data: QueryDict | None) -> CarryWordForm:
    return CarryWordForm(data, user=request.user, language=case.person.preferred_language, person=case.person)


def _choose(request: WorkerRequest, case: Case, form: CarryForm, *, wrong: bool) -> HttpResponse:
    look(case, by=request.user)
    if not wrong:
        form.errors.clear()  # coming back to change something is no mistake
    return render(
        request, "carried/choose.html", frame(request.user, case) | {"form": form}, status=422 if wrong else 200
    )


def _preview(request: WorkerRequest, case: Case, choosing: CarryForm, form: CarryWordForm) -> HttpResponse:
    look(case, by=request.user)
    choice = choosing.cleaned_data
    fields = collect_carried(case, choice["categories"])
    names = ",".join(sorted(fields))
    facts = {"field": "identity", "names": names, "for": "slip"}
    trail.record(events.PERSON_IDENTITY_REVEALED, by=request.user, subject=case.person, facts=facts)
    never = (
        NeverShare.objects.visible_to(request.user)
        .holding()
        .filter(person_id=case.person_id)
        .select_related("recipient")
    )
    context: dict[str, Any] = frame(request.user, case) | {
        "form": form,
        "choosing": choosing,
        "choice": choice,
        "service": SERVICES.label(choice["service_code"]),
        "fields": shown(fields),
        "shared_safety": safety(fields),
        "kinds": kinds(choice["categories"]),
        "never": never,
        "text": text_of("carry", case.person.preferred_language),
    }
    return render(request, "carried/preview.html", context, status=422 if form.is_bound else 200)


def _make(request: WorkerRequest, case: Case, choosing: CarryForm) -> HttpResponse:
    form = _word_form(request, case, request.POST)
    if not form.does(lambda word: _given(case, choosing.cleaned_data, word, request)):
        return _preview(request, case, choosing, form)
    if form.outcome is None:
        messages.warning(request, _("The person said no. That was recorded, and no slip was made."))
        return redirect("case_referrals", case.public_id)
    look(case, by=request.user)
    context = {
        "case": case,
        "slip": form.outcome,
        "neutral": request.user.home.carried_name,
        "address": request.build_absolute_uri(reverse("carried_open")),
    }
    return render(request, "carried/made.html", context)


def _given(case: Case, choice: dict[str, Any], word: dict[str, Any], request: WorkerRequest) -> actions.Slip | None:
    said = {name: value for name, value in word.items() if name != "talked"}
    talked = word["talked"] or said["decision"] != "given"
    return actions.make_carried(case, word=said, talked=talked, by=request.user, **choice)
