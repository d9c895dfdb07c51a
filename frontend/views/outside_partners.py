"""Partners that are reached by phone or letter: whom one refers to so, and who confirmed that this leads to them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import NotFound
from frontend.forms.acting import ActionForm, posted
from frontend.forms.outside import OutsideChangeForm, OutsideForm
from frontend.forms.referrals import StepForm
from frontend.outside import kind_words, reached
from frontend.outside_entry import from_entry
from referrals import actions
from referrals.models import OutsidePartner
from referrals.models.outside import LEADING
from referrals.querysets import AWAITING_ANSWER

from .doors import WorkerRequest, door
from .kept_forms import kept_page
from .referrals import PER_PAGE, WORKING, of_side, rows_of

KEEPS, REFERS = "keep_partners", "send_referral"
ACTS: dict[str, Any] = {
    "confirm": (actions.confirm_outside, gettext_lazy("Confirmed. Caseworkers can refer to them now.")),
    "refuse": (actions.refuse_outside, gettext_lazy("The change was thrown away. What was confirmed before stays.")),
    "checked": (actions.check_outside, gettext_lazy("Noted as checked today.")),
    "end": (actions.end_outside, gettext_lazy("Ended. Nothing more is told to them.")),
}


@door(KEEPS, REFERS, methods=("GET",))
def outside_partners(request: WorkerRequest) -> HttpResponse:
    """All of the organization's, by name; ended ones apart."""
    user = request.user
    found = OutsidePartner.objects.visible_to(user).select_related("partner").order_by("partner__name", "pk")
    rows = [reached(one, user) for one in found]
    trail.record(events.OUTSIDE_READ, by=user, facts={"count": len(rows)})
    context = {
        "rows": [row for row in rows if row["one"].ended_at is None],
        "ended": [row for row in rows if row["one"].ended_at is not None],
        "keeps": user.can(KEEPS),
    }
    return render(request, "directory/partners.html", context)


@door(KEEPS, REFERS, methods=("GET",))
def outside_partner(request: WorkerRequest, outside_id: str) -> HttpResponse:
    """How one is reached; for those who keep partners, what waits to be confirmed."""
    one, user = _partner(request, outside_id), request.user
    trail.record(events.OUTSIDE_READ, by=user, subject=one)
    wrote = one.proposed_by if one.is_proposed else one.written_by
    context: dict[str, Any] = {
        "rows": _under_way(one, user) if user.can(REFERS) else [],
        "reached": reached(one, user),
        "keeps": user.can(KEEPS),
        "waits": user.can(KEEPS) and (one.is_pending or one.is_proposed),
        "proposed": _proposed(one) if user.can(KEEPS) else [],
        "wrote": wrote,
        "wrote_at": one.proposed_at if one.is_proposed else one.written_at,
        "mine": wrote is not None and wrote.pk == user.pk,
    }
    return render(request, "directory/partner.html", context)


@door(KEEPS)
def outside_add(request: WorkerRequest) -> HttpResponse:
    """Write one down."""
    return _add(request, {})


@door(KEEPS)
def outside_add_from(request: WorkerRequest, provider_id: UUID) -> HttpResponse:
    """Write one down, beginning with what an entry of the directory says."""
    known = from_entry(provider_id, request.user)
    if known is None:
        raise NotFound()
    return _add(request, known)


def _add(request: WorkerRequest, known: dict[str, Any]) -> HttpResponse:
    user, form = request.user, OutsideForm(posted(request), initial=known)
    if form.does(lambda values: actions.add_outside(values, by=user)):
        messages.success(request, _("Written down. A second person who keeps partners confirms it now."))
        return redirect("outside_partner", form.outcome.public_id)
    return _form(request, form, _("New partner by phone or letter"), reverse("outside_partners"))


@door(KEEPS)
def outside_change(request: WorkerRequest, outside_id: str) -> HttpResponse:
    """Change one; disjoint changes of two people merge, others are shown as yours and theirs."""
    one, user = _partner(request, outside_id), request.user
    form, back = OutsideChangeForm(posted(request), row=one), reverse("outside_partner", args=[outside_id])
    saved = form.save_over(
        lambda: _partner(request, outside_id),
        lambda values, version: actions.change_outside(one, values, version=int(version), by=user),
    )
    if saved:
        waits = form.outcome.is_proposed
        messages.success(request, _("Saved. What leads to them waits for a second person.") if waits else _("Saved."))
        return redirect("outside_partner", outside_id)
    heading = _("Change the partner")
    if form.clash:
        return _clash(request, form, heading, back)
    trail.record(events.OUTSIDE_READ, by=user, subject=one)
    return _form(request, form, heading, back, one=one)


@door(KEEPS, methods=("POST",))
def outside_act(request: WorkerRequest, outside_id: str, act: str) -> HttpResponse:
    """One of ACTS, on the partner as the page showed it."""
    one = _partner(request, outside_id)
    if act not in ACTS:
        raise NotFound()
    do, said = ACTS[act]
    form = StepForm(posted(request))
    if form.does(lambda values: do(one, version=values["version"] or 0, by=request.user)):
        messages.success(request, said)
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("outside_partner", outside_id)


def _under_way(one: OutsidePartner, user: User) -> list[dict[str, Any]]:
    """What the user sees of the referrals that are with them now, newest first."""
    mine = of_side(user, "sent").filter(receiver=one.partner, state__in=(*AWAITING_ANSWER, *WORKING))
    found = list(mine.order_by("-id")[:PER_PAGE])
    trail.read(events.REFERRAL_LISTED, by=user, subjects=found)
    return rows_of(user, "sent", found)


def _partner(request: WorkerRequest, outside_id: str) -> OutsidePartner:
    rows = OutsidePartner.objects.visible_to(request.user).filter(public_id=outside_id)
    names = ("partner", "written_by", "confirmed_by", "proposed_by", "ended_by")
    found: OutsidePartner | None = rows.select_related(*names).first()
    if found is None:
        raise NotFound()
    return found


def _proposed(one: OutsidePartner) -> list[tuple[Any, str]]:
    """What waits, under the words of the form."""
    waits = one.proposed or {}
    labels = OutsideForm.base_fields
    said = waits | {"kind": kind_words(waits.get("kind", ""))}
    return [(labels[name].label, said[name] or "–") for name in LEADING if name in waits]


def _form(
    request: WorkerRequest, form: ActionForm, heading: str, back: str, *, one: OutsidePartner | None = None
) -> HttpResponse:
    return kept_page(request, "directory/partner_form.html", form, heading=heading, back_url=back, one=one)


def _clash(request: WorkerRequest, form: OutsideChangeForm, heading: str, back: str) -> HttpResponse:
    differences, now = form.clash or ([], form.row)
    context = {
        "form": form,
        "heading": heading,
        "back_url": back,
        "differences": differences,
        "version": form.version_of(now),
        "carried": form.carried(now),
        "page_base": "base_page.html",
    }
    return render(request, "directory/clash.html", context, status=409)
