"""Emergency money: funds of the organization, requests of a case, their answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.audit import events, trail
from casemgr.errors import NotFound
from cases.actions import ask_money, cancel_money, decide_money, move_money, open_fund, pay_money
from cases.actions.money import balance, free
from cases.models import Case, Fund, FundEntry, MoneyRequest
from frontend.forms.acting import posted
from frontend.forms.money import AnswerForm, AskForm, FundForm, MoveForm

from .case_forms import form_page, to_case
from .cases import show_people
from .doors import WorkerRequest, case_of, door


@door("record_service", methods=("GET",))
def funds(request: WorkerRequest) -> HttpResponse:
    """What each fund holds and has free; requests that wait, as far as they are seen."""
    user = request.user
    found = Fund.objects.visible_to(user).filter(closed_at=None).order_by("name")
    waiting = MoneyRequest.objects.visible_to(user).filter(state=MoneyRequest.State.ASKED)
    rows = list(waiting.select_related("case__person", "fund", "asked_by").order_by("asked_at")[:200])
    show_people([row.case for row in rows], user)
    trail.read(events.CASE_LISTED, by=user, subjects=[row.case for row in rows])
    context = {
        "funds": [(fund, balance(fund, user), free(fund, user)) for fund in found],
        "waiting": rows,
        "may_manage": user.can("manage_funds"),
    }
    return render(request, "cases/funds.html", context)


@door("manage_funds")
def fund_open(request: WorkerRequest) -> HttpResponse:
    """Make one."""
    form = FundForm(posted(request))
    if form.does(lambda values: open_fund(by=request.user, **values)):
        messages.success(request, gettext("The fund was made. Put money in."))
        return redirect("fund", form.outcome.public_id)
    return _form(request, form, _("New fund"), _("Make the fund"))


@door("record_service")
def fund(request: WorkerRequest, fund_id: str) -> HttpResponse:
    """The ledger of one, and a movement by hand for who may."""
    user = request.user
    found = Fund.objects.visible_to(user).filter(public_id=fund_id).first()
    if found is None:
        raise NotFound()
    form = MoveForm(posted(request))
    if request.method == "POST" and form.does(lambda values: move_money(found, by=user, **values)):
        messages.success(request, gettext("Saved."))
        return redirect("fund", fund_id)
    entries = FundEntry.objects.visible_to(user).filter(fund=found).select_related("entered_by").order_by("-entered_at")
    context = {"fund": found, "balance": balance(found, user), "free": free(found, user), "entries": entries[:200]}
    context |= {"form": form, "may_manage": user.can("manage_funds")}
    return render(request, "cases/fund.html", context, status=422 if form.is_bound else 200)


@door("record_service")
def money_ask(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Ask for money now."""
    case, user = case_of(request, case_id, "record_service"), request.user
    form = AskForm(posted(request), user=user)
    if form.does(lambda values: ask_money(case, by=user, **values)):
        quick = form.outcome.state == MoneyRequest.State.APPROVED
        said = gettext("Approved: you can hand it over.") if quick else gettext("Sent to be approved.")
        messages.success(request, said)
        return to_case("case_services", case)
    back = reverse("case_services", args=[case_id])
    return form_page(request, case, form, heading=_("Ask for money"), submit=_("Ask"), back=back)


@door("approve")
def money_decide(request: WorkerRequest, case_id: str, money_id: str) -> HttpResponse:
    """Approve or refuse one request."""
    case = case_of(request, case_id, "approve")
    one = _request(request, case, money_id)
    form = AnswerForm(posted(request))
    approve = request.POST.get("do") == "approve"
    if form.does(lambda values: decide_money(one, approve=approve, by=request.user, **values)):
        messages.success(request, gettext("Approved.") if approve else gettext("Refused. Your colleague is told."))
        return redirect("funds")
    words = {"heading": _("A request for money"), "submit": _("Approve")}
    return form_page(request, case, form, back=reverse("funds"), template="money_decide", money=one, **words)


@door("record_service", methods=("POST",))
def money_pay(request: WorkerRequest, case_id: str, money_id: str) -> HttpResponse:
    """Handed over: ledger and service at once."""
    case = case_of(request, case_id, "record_service")
    pay_money(_request(request, case, money_id), by=request.user)
    messages.success(request, gettext("Paid, and recorded as a service."))
    return to_case("case_services", case)


@door("record_service", methods=("POST",))
def money_cancel(request: WorkerRequest, case_id: str, money_id: str) -> HttpResponse:
    """Take a request back."""
    case = case_of(request, case_id, "record_service")
    cancel_money(_request(request, case, money_id), by=request.user)
    messages.success(request, gettext("Taken back."))
    return to_case("case_services", case)


def _request(request: WorkerRequest, case: Case, money_id: str) -> MoneyRequest:
    rows = MoneyRequest.objects.visible_to(request.user).filter(case=case)
    found: MoneyRequest | None = rows.select_related("case", "fund", "asked_by").filter(public_id=money_id).first()
    if found is None:
        raise NotFound()
    return found


def _form(request: WorkerRequest, form: Any, heading: Any, submit: Any) -> HttpResponse:
    context = {"form": form, "heading": heading, "submit": submit}
    return render(request, "cases/plain_form.html", context, status=422 if form.is_bound else 200)
