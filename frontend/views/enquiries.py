"""Enquiries before any consent: ask those that matching found, read answers beside each other, answer, take back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemgr.accounts.clock import today
from casemgr.audit import events, trail
from casemgr.errors import NotFound
from casemgr.rate_limits import TooMany
from cases.looking import look
from cases.models import Case
from frontend.enquiring import answer_row, from_need, question, received_rows, sent_rows
from frontend.forms.acting import posted
from frontend.forms.enquiries import AskForm, EnquiryAnswerForm
from frontend.forms.referrals import StepForm
from frontend.paging import OpenPaginator, capped
from frontend.refusals import too_often
from referrals import actions
from referrals.models import Enquiry, EnquiryAnswer
from referrals.offer import few_alike

from .case_frame import frame
from .doors import WorkerRequest, case_of, door

PER_PAGE = 25
REFERRING = ("send_referral", "answer_referral")
SIDES = {"received": gettext_lazy("Received"), "sent": gettext_lazy("Sent")}


@door(*REFERRING, methods=("GET",))
def enquiries(request: WorkerRequest) -> HttpResponse:
    """One page of what was received or sent; received ones that can still be answered first."""
    user = request.user
    side = request.GET.get("side", "")
    side = side if side in SIDES else "received"
    received = EnquiryAnswer.objects.visible_to(user).received_by(user)
    sent = Enquiry.objects.visible_to(user).select_related("case")
    rows = received.order_by("-closes_at", "-id") if side == "received" else sent.order_by("-id")
    page = OpenPaginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    trail.read(events.ENQUIRY_LISTED, by=user, subjects=page.object_list)
    waiting = {"received": capped(received.open().unanswered()), "sent": capped(sent.open())}
    context = {
        "page": page,
        "side": side,
        "rows": received_rows(page.object_list, user) if side == "received" else sent_rows(page.object_list, user),
        "sides": [
            {"label": label, "url": f"?side={name}", "current": name == side, "count": waiting[name]}
            for name, label in SIDES.items()
        ],
    }
    return render(request, "referrals/enquiries.html", context)


@door("send_referral", methods=("POST",))
def enquiry_new(request: WorkerRequest) -> HttpResponse:
    """Ask for a caller: nobody is registered for it."""
    return _ask(request, None)


@door("send_referral", methods=("POST",))
def case_enquiry(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Ask for a case: which one stays on our own side."""
    return _ask(request, case_of(request, case_id, "send_referral"))


def _ask(request: WorkerRequest, case: Case | None) -> HttpResponse:
    """First what would leave, to look at and to change; `step` says that it was sent from there."""
    user, sent = request.user, request.POST.get("step") == "send"
    said = from_need(request.POST, request.POST.getlist("groups"), user)
    service = request.POST.get("service_code", "") if sent else said["service_code"]
    ticked = {"receivers": request.POST.getlist("receivers")}
    form = AskForm(request.POST if sent else None, user=user, service=service, case=case, initial=said | ticked)
    few = _is_few(form, request) if sent else few_alike(said["language"], said["age_band"] or None, user)
    refusal = None
    try:
        if sent and not few and form.does(lambda values: _send(form, values, case, request)):
            messages.success(request, _("They were asked. Answers appear here."))
            return redirect("enquiry", form.outcome.public_id)
    except TooMany as error:
        refusal = error
    if few:
        form.warn(*(form.alike if sent else (said["language"], said["age_band"])))
    if case:
        look(case, by=user)
    context: dict[str, Any] = (frame(user, case) if case else {}) | {"form": form, "few": few, "refusal": refusal}
    page = render(request, "referrals/ask_enquiry.html", context, status=422 if sent else 200)
    return too_often(request, page, refusal) if refusal else page


def _is_few(form: AskForm, request: WorkerRequest) -> bool:
    """Whether few people speak this language at this age, and nobody was warned of just that."""
    if not form.is_valid():
        return False
    language, age = form.alike
    return form.cleaned_data["warned"] != f"{language}|{age}" and few_alike(language, age or None, request.user)


def _send(form: AskForm, values: dict[str, Any], case: Case | None, request: WorkerRequest) -> Enquiry:
    receivers = [form.askable[public_id] for public_id in values["receivers"]]
    stands = values["stands"]
    return actions.ask(form.question(), receivers=receivers, stands=stands, case=case, by=request.user)


@door("send_referral", methods=("GET",))
def enquiry(request: WorkerRequest, enquiry_id: str) -> HttpResponse:
    """One that was sent, with all answers beside each other."""
    one, user = _sent(request, enquiry_id), request.user
    trail.read(events.ENQUIRY_READ, by=user, subjects=[one])
    answers = EnquiryAnswer.objects.visible_to(user).filter(enquiry=one).select_related("receiver")
    day = today(user.organization)
    context = question(one) | {
        "one": one,
        "case": one.case,
        "answers": [answer_row(answer, day) for answer in answers.order_by("receiver__name", "pk")],
    }
    return render(request, "referrals/enquiry.html", context)


@door("send_referral", methods=("POST",))
def enquiry_withdraw(request: WorkerRequest, enquiry_id: str) -> HttpResponse:
    """Take it back."""
    one = _sent(request, enquiry_id)
    form = StepForm(request.POST)
    if form.does(lambda values: actions.withdraw_enquiry(one, versions=_versions(values), by=request.user)):
        messages.success(request, _("The enquiry was taken back. It can't be answered any more."))
    elif form.refusal:
        messages.warning(request, str(form.refusal))
    return redirect("enquiry", enquiry_id)


@door("answer_referral")
def enquiry_received(request: WorkerRequest, asked_id: str) -> HttpResponse:
    """One that this organization was asked, and its answer."""
    rows = EnquiryAnswer.objects.visible_to(request.user).received_by(request.user)
    asked = rows.filter(public_id=asked_id).first()
    if asked is None:
        raise NotFound()
    initial = {"version": asked.version, "answer": asked.answer, "until": asked.until, "reason": asked.reason_code}
    form = EnquiryAnswerForm(posted(request), initial=initial)
    if form.does(lambda values: _answer(asked, values, request)):
        messages.success(request, _("Your answer was sent. You can change it until the enquiry ends."))
        return redirect("enquiry_received", asked_id)
    trail.read(events.ENQUIRY_READ, by=request.user, subjects=[asked])
    context = question(asked) | {"form": form, "answer": answer_row(asked, today(request.user.organization))}
    return render(request, "referrals/enquiry_received.html", context, status=422 if form.is_bound else 200)


def _answer(asked: EnquiryAnswer, values: dict[str, Any], request: WorkerRequest) -> EnquiryAnswer:
    versions = _versions(values)
    return actions.answer_enquiry(asked, versions=versions, by=request.user, **values)


def _versions(values: dict[str, Any]) -> list[int] | None:
    version = values.pop("version", None)
    return None if version is None else [version]


def _sent(request: WorkerRequest, enquiry_id: str) -> Enquiry:
    rows = Enquiry.objects.visible_to(request.user).select_related("case__person")
    one: Enquiry | None = rows.filter(public_id=enquiry_id).first()
    if one is None:
        raise NotFound()
    return one
