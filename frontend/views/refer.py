"""Refer somebody: choose, look at exactly what would be shared, ask the person, send. Nothing is saved before that."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases.codelists.services import SERVICES
from cases.looking import look
from cases.models import Case
from frontend.carried import rows_of
from frontend.disclosed import kinds, safety, shown
from frontend.enquiring import sent_rows
from frontend.forms.acting import ActionForm
from frontend.forms.referrals import AgreeForm, ReferForm
from frontend.referring import (
    Choice,
    agreed_already,
    gives,
    may_pass_on,
    offer_facts,
    preview,
    same_already,
    send,
)
from referrals.models import Enquiry, Referral
from referrals.never import never_with
from referrals.offer import tells_too_much

from .case_frame import frame
from .doors import WorkerRequest, case_of, door
from .referral_rows import sent_row

MOST_ASKED = 20  # enquiries of a case on its page: those of the last time


@door("view_case", methods=("GET",))
def case_referrals(request: WorkerRequest, case_id: str) -> HttpResponse:
    """The referrals of one case."""
    case, user = case_of(request, case_id), request.user
    rows = Referral.objects.visible_to(user).sent_by(user).about(case).select_related("receiver")
    look(case, by=user)
    asked = Enquiry.objects.visible_to(user).about(case).select_related("case").order_by("-id")[:MOST_ASKED]
    context = frame(user, case, "case_referrals") | {
        "rows": [sent_row(r) for r in rows.order_by("-id")],
        "enquiries": sent_rows(asked, user),
        "carried": rows_of(case, user),
        "may_carry": user.can("send_referral") and user.home.carried_links,
    }
    return render(request, "referrals/case.html", context)


@door("send_referral")
def refer(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Two pages under one address: choosing, then the preview with the person's word. `step` says which was sent.

    `begin` comes from elsewhere with a receiver and a service that were found: by POST, so that no address tells them.
    """
    case, user = case_of(request, case_id, "send_referral"), request.user
    step = request.POST.get("step", "")
    data = request.POST if step not in ("", "begin") else None
    found = {name: request.POST.get(name, "") for name in ("receiver", "service_code")} if step == "begin" else None
    never = never_with(case.person, user)
    choosing = ReferForm(data, user=user, never=never, passed_on=may_pass_on(user), initial=found)
    if step not in ("preview", "send") or not choosing.is_valid():
        return _choose(request, case, choosing, wrong=step in ("preview", "send"))
    choice = Choice(**choosing.cleaned_data)
    if step == "preview":
        return _preview(request, case, choosing, choice, None)
    return _send(request, case, choosing, choice)


def _send(request: WorkerRequest, case: Case, choosing: ReferForm, choice: Choice) -> HttpResponse:
    known = agreed_already(case, choice, request.user)
    form = _word_form(request, case, choice, request.POST)
    if not form.does(lambda word: send(case, choice, None if known else word, request.user)):
        return _preview(request, case, choosing, choice, form)
    if form.outcome is None:
        messages.warning(request, _("The person said no. That was recorded, and nothing was sent."))
        return redirect("case_referrals", case.public_id)
    messages.success(request, _sent(choice))
    return redirect("referral", form.outcome.public_id)


def _sent(choice: Choice) -> str:
    if choice.receiver.is_outside:
        return _("Written down. Nothing goes to them by itself: call them, or print the letter.")
    return _("The referral was sent. They see the offer without the person's identity.")


def _word_form(request: WorkerRequest, case: Case, choice: Choice, data: QueryDict | None) -> ActionForm:
    """What the person says; nothing to fill in where they agreed to exactly this before."""
    if agreed_already(case, choice, request.user):
        return ActionForm(data)
    return AgreeForm(data, user=request.user, language=case.person.preferred_language)


def _choose(request: WorkerRequest, case: Case, form: ReferForm, *, wrong: bool) -> HttpResponse:
    look(case, by=request.user)
    context = frame(request.user, case) | {"form": form}
    if not wrong:
        form.errors.clear()  # coming back to change something is no mistake
    return render(request, "referrals/choose.html", context, status=422 if wrong else 200)


def _preview(
    request: WorkerRequest, case: Case, choosing: ReferForm, choice: Choice, form: ActionForm | None
) -> HttpResponse:
    look(case, by=request.user)
    fields = preview(case, choice, request.user)
    context: dict[str, Any] = frame(request.user, case) | {
        "form": form or _word_form(request, case, choice, None),
        "choosing": choosing,
        "choice": choice,
        "service": SERVICES.label(choice.service_code),
        "offer": offer_facts(case, choice, request.user),
        "tells_too_much": tells_too_much(case.person, request.user),
        "fields": shown(fields),
        "shared_safety": safety(fields),
        "kinds": kinds(choice.categories),
        "known": agreed_already(case, choice, request.user),
        "same": same_already(case, choice, request.user),
        "not_given": choice.receiver.is_outside and not gives(choice, request.user),
    }
    return render(request, "referrals/preview.html", context, status=422 if form else 200)
