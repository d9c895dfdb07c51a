"""Pairings with organizations on other instances: invite, answer, compare the number, stop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemgr.audit import events, trail
from casemgr.errors import CasemgrError, NotFound
from cases.codelists.services import SERVICES
from frontend.forms.acting import posted
from frontend.forms.exchange import AnswerForm, TermsForm
from referrals.actions import pairings
from referrals.exchange import instance
from referrals.models import IncomingLetter, OutgoingLetter, Pairing

from .doors import WorkerRequest, door
from .settings_frame import parts

ACTS: dict[str, tuple[Callable[..., Any], Any]] = {
    "confirm": (pairings.confirm, gettext_lazy("Noted: you compared the number.")),
    "keys": (pairings.take_new_keys, gettext_lazy("The new keys count from now on.")),
    "suspend": (pairings.suspend_pairing, gettext_lazy("Suspended. Only what takes back still goes out.")),
    "resume": (pairings.resume_pairing, gettext_lazy("Referrals pass again.")),
    "end": (pairings.end_pairing, gettext_lazy("The pairing has ended.")),
}
COMPARED = frozenset({"confirm", "keys"})
SHOWN = 20


@door("confirm_reset", methods=("GET",))
def exchange(request: WorkerRequest) -> HttpResponse:
    """All pairings of the organization."""
    rows = Pairing.objects.visible_to(request.user).select_related("partner").order_by("-created_at")
    trail.record(events.PAIRINGS_READ, by=request.user, facts={"count": len(rows)})
    context = _frame(request) | {"rows": rows, "on": instance.enabled(), "reachable": _reachable()}
    return render(request, "admin/exchange.html", context)


@door("manage_people")
def exchange_invite(request: WorkerRequest) -> HttpResponse:
    """The terms, then the code: shown on the answer itself and never again."""
    form = TermsForm(posted(request))
    if form.does(lambda values: pairings.invite(by=request.user, **values)):
        pairing, code = form.outcome
        return render(request, "admin/exchange_code.html", _frame(request) | {"pairing": pairing, "code": code})
    words = {"form": form, "heading": _("Invite an organization on another instance"), "submit": _("Make the code")}
    return render(request, "admin/form.html", _frame(request) | words, status=422 if form.is_bound else 200)


@door("manage_people")
@transaction.non_atomic_requests  # no transaction waits for somebody else's server
def exchange_answer(request: WorkerRequest) -> HttpResponse:
    """Their code and the terms here. The other instance is asked at once; nothing is kept when that fails."""
    form = AnswerForm(posted(request))
    if form.is_valid():
        try:
            pairing = pairings.claim(by=request.user, **form.cleaned_data)
        except CasemgrError as refusal:
            field = getattr(refusal, "field", None)
            form.add_error(field if field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("They were told. Now compare the number with them."))
            return redirect("exchange_one", pairing.public_id)
    words = {"form": form, "heading": _("Answer an invitation"), "submit": _("Answer")}
    with transaction.atomic():  # the page's frame reads what row-level security guards
        return render(request, "admin/form.html", _frame(request) | words, status=422 if form.is_bound else 200)


@door("confirm_reset", methods=("GET",))
def exchange_one(request: WorkerRequest, pairing_id: str) -> HttpResponse:
    """One pairing: the number to compare, the terms, and what went to and fro."""
    pairing, user = _pairing(request, pairing_id), request.user
    trail.record(events.PAIRINGS_READ, by=user, subject=pairing)
    letters = {"pairing": pairing}
    out = OutgoingLetter.objects.visible_to(user).filter(**letters)
    context = _frame(request) | {
        "pairing": pairing,
        "number": pairings.number_of(pairing) if instance.enabled() else "",
        "next_number": pairings.next_number_of(pairing) if instance.enabled() else "",
        "services": [SERVICES.label(code) for code in pairing.services],
        "mine": pairing.first_by_id == user.pk,
        "out": out.order_by("-id")[:SHOWN],
        "failing": out.filter(delivered_at=None, attempts__gt=0).first(),
        "came": IncomingLetter.objects.visible_to(user).filter(**letters).order_by("-id")[:SHOWN],
    }
    return render(request, "admin/exchange_one.html", context)


@door("confirm_reset", methods=("POST",))
def exchange_act(request: WorkerRequest, pairing_id: str, act: str) -> HttpResponse:
    """One of ACTS."""
    pairing = _pairing(request, pairing_id)
    if act not in ACTS:
        raise NotFound()
    do, said = ACTS[act]
    try:
        with transaction.atomic():
            do(pairing, by=request.user, **({"number": request.POST.get("number", "")} if act in COMPARED else {}))
    except CasemgrError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(reverse("exchange_one", args=[pairing_id]))


def _frame(request: WorkerRequest) -> dict[str, Any]:
    """The administrator's tabs; a supervisor, who is asked as the second person, has no other page of these."""
    manages = request.user.can("manage_people")
    return (parts("organization") if manages else {}) | {"manages": manages}


def _pairing(request: WorkerRequest, pairing_id: str) -> Pairing:
    rows = Pairing.objects.visible_to(request.user).select_related("partner", "first_by", "second_by", "invited_by")
    found = rows.filter(public_id=pairing_id).first()
    if found is None:
        raise NotFound()
    return found


def _reachable() -> bool:
    return instance.enabled() and bool(instance.own().url)
