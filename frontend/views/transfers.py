"""Hand a case over: ask, take back, answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.errors import NotFound
from cases.actions import answer_transfer, ask_transfer, withdraw_transfer
from cases.models import TransferRequest
from frontend.forms.acting import posted
from frontend.forms.transfers import TransferForm

from .case_forms import form_page, to_case
from .doors import WorkerRequest, case_of, door


@door("edit_case")
def transfer_ask(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Ask a colleague; nothing changes until they accept."""
    case, user = case_of(request, case_id, "edit_case"), request.user
    form = TransferForm(posted(request), case=case, user=user)
    if form.does(lambda values: ask_transfer(case, by=user, **values)):
        messages.success(request, gettext("Your colleague was asked. The case stays yours until they accept."))
        return to_case("case_access", case)
    back = reverse("case_access", args=[case_id])
    return form_page(request, case, form, heading=_("Hand the case over"), submit=_("Ask"), back=back)


@door("edit_case", methods=("POST",))
def transfer_withdraw(request: WorkerRequest, case_id: str, transfer_id: str) -> HttpResponse:
    """Take the question back."""
    case, user = case_of(request, case_id, "edit_case"), request.user
    asked = TransferRequest.objects.visible_to(user).filter(case=case, public_id=transfer_id).first()
    if asked is None:
        raise NotFound()
    withdraw_transfer(asked, by=user)
    messages.success(request, gettext("Your colleague is no longer asked."))
    return to_case("case_access", case)


@door("edit_case", methods=("GET",))
def transfers(request: WorkerRequest) -> HttpResponse:
    """What one is asked to take over: numbers and who asks, nothing of the cases."""
    asked = TransferRequest.objects.visible_to(request.user).asked().filter(to=request.user)
    rows = asked.select_related("asked_by").order_by("asked_at")
    return render(request, "cases/transfers.html", {"asked": rows})


@door("edit_case", methods=("POST",))
def transfer_answer(request: WorkerRequest, transfer_id: str) -> HttpResponse:
    """Accept or decline; whoever accepts lands in the case."""
    asked = TransferRequest.objects.visible_to(request.user).filter(public_id=transfer_id, to=request.user).first()
    if asked is None:
        raise NotFound()
    accept = request.POST.get("answer") == "accept"
    answered = answer_transfer(asked, accept=accept, by=request.user)
    if not accept:
        messages.success(request, gettext("Declined. Your colleague is told."))
        return redirect("transfers")
    messages.success(request, gettext("The case is yours now."))
    return redirect("case", answered.case.public_id)
