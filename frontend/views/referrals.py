"""Referrals received and sent, and one of them as far as the person's organization sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import Gone, NotFound, NotPermitted
from frontend.disclosed import kinds, safety, shown
from frontend.elsewhere import elsewhere
from frontend.going_along import documents_of
from frontend.outside import outside
from frontend.paging import OpenPaginator, capped
from frontend.referral_words import CODES, EVENTS, EVENTS_OUTSIDE, WAYS, track
from frontend.talking import talk_of
from referrals.actions import Disclosure, read_disclosure
from referrals.actions.deletion import asked_of
from referrals.codes import Role
from referrals.lifecycle import State, Tier
from referrals.models import DisclosureSnapshot, EnquiryAnswer, Referral, ReferralEvent, ReferralParty
from referrals.permissions import may_read_disclosure
from referrals.querysets import TAKEN_ON

from .cases import show_people
from .doors import WorkerRequest, door
from .referral_rows import received_row, row, sent_row
from .referral_steps import steps

PER_PAGE = 25
REFERRING = ("send_referral", "answer_referral")
Narrow = Callable[[Any], Any]
WORKING = (State.ACCEPTED, State.IN_SERVICE)
VIEWS: dict[str, tuple[Any, Narrow]] = {
    "open": (_("Waiting for an answer"), lambda rows: rows.awaiting_answer()),
    "working": (_("Being helped"), lambda rows: rows.filter(state__in=WORKING)),
    "all": (_("All"), lambda rows: rows),
}
SIDES = {"received": _("Received"), "sent": _("Sent")}


@door(*REFERRING, methods=("GET",))
def referrals(request: WorkerRequest) -> HttpResponse:
    """One page of what was received or sent, by state."""
    user = request.user
    side = request.GET.get("side", "")
    side = side if side in SIDES else "received"
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "open"
    mine = of_side(user, side)
    page = OpenPaginator(VIEWS[view][1](mine).order_by("deadline", "-id"), PER_PAGE).get_page(request.GET.get("page"))
    trail.read(events.REFERRAL_LISTED, by=user, subjects=page.object_list)
    context = {
        "page": page,
        "rows": rows_of(user, side, page.object_list),
        "enquiries_waiting": capped(EnquiryAnswer.objects.visible_to(user).received_by(user).open().unanswered()),
        "side": side,
        "may_coordinate": user.can("view_mechanism"),
        "sides": [
            {"label": label, "url": f"?side={name}&view={view}", "current": name == side}
            for name, label in SIDES.items()
        ],
        "views": [
            {
                "label": label,
                "url": f"?side={side}&view={name}",
                "current": name == view,
                "count": capped(narrow(mine)),
            }
            for name, (label, narrow) in VIEWS.items()
        ],
    }
    return render(request, "referrals/list.html", context)


@door(*REFERRING, "view_case", methods=("GET",))
def referral(request: WorkerRequest, referral_id: str) -> HttpResponse:
    """One referral. The receiver sees the offer, after accepting exactly what was shared, in the end a tombstone."""
    one = referral_of(request, referral_id)
    trail.read(events.REFERRAL_READ, by=request.user, subjects=[one])
    return page_of(request, one)


def page_of(request: WorkerRequest, one: Referral, *, status: int = 200, **context: Any) -> HttpResponse:
    """The page of a referral, for its side."""
    there = elsewhere(request.user, one)
    common = (
        row(one)
        | talk_of(request.user, one)
        | {
            "track": track(one.state),
            "events": _events(request.user, one),
            "steps": steps(request.user, one, waits=bool(there.get("release_asked"))),
            "reason": CODES.get(one.reason_code, ""),
            "outcome": CODES.get(one.outcome, ""),
            **there,
            "lists_referrals": any(request.user.can(permission) for permission in REFERRING),
        }
    )
    if one.role_of(request.user.organization_id) is Role.SENDER:
        common |= documents_of(request.user, one, readable=may_read_disclosure(request.user, one)) | _sent(
            request.user, one
        )
        common |= outside(request.user, one)
        return render(request, "referrals/sent.html", common | context, status=status)
    disclosed, hidden = disclosed_to(request.user, one)
    if hidden == "gone":
        common |= {"deletion": asked_of(one)}
        return render(request, "referrals/gone.html", common, status=410)
    common |= disclosed | _passed_on(request.user, one) | {"hidden": hidden}
    common |= documents_of(request.user, one, readable=not hidden)
    return render(request, "referrals/received.html", common | context, status=status)


def disclosed_to(user: User, one: Referral) -> tuple[dict[str, Any], str]:
    """What was shared, in words, and why nothing is shown: "", "offer" (not accepted), "other" (a colleague's), "gone".

    Reading it is checked and written to both trails by the action.
    """
    tier = one.tier_for(user)
    if tier is Tier.TOMBSTONE:
        return {}, "gone"
    if tier is not Tier.DISCLOSURE:
        return {}, "offer"
    try:
        found: Disclosure = read_disclosure(one, by=user)
    except Gone:
        return {}, "gone"
    except NotPermitted:
        return {}, "other"
    fields = {
        "fields": shown(found.fields),
        "shared_safety": safety(found.fields),
        "released_at": found.released_at,
    }
    return fields, ""


def referral_of(request: WorkerRequest, referral_id: str) -> Referral:
    """The referral with this public id, if the person's side sees it. Errors: NotFound."""
    rows = Referral.objects.visible_to(request.user).select_related("sender", "receiver")
    one = rows.filter(public_id=referral_id).first()
    if one is None:
        raise NotFound()
    return one


def of_side(user: User, side: str) -> Any:
    """The referrals that the user sees on this side: "received" or "sent"."""
    mine = Referral.objects.visible_to(user).select_related("sender", "receiver")
    return mine.received_by(user) if side == "received" else mine.sent_by(user)


def rows_of(user: User, side: str, found: Any) -> list[dict[str, Any]]:
    """These referrals as lists draw them; of sent ones, whom they are about."""
    if side == "received":
        return [received_row(one) for one in found]
    parties = ReferralParty.objects.visible_to(user).filter(referral__in=[one.pk for one in found], role=Role.SENDER)
    by_referral = {party.referral_id: party for party in parties.select_related("case__person")}
    show_people([party.case for party in by_referral.values() if party.case], user)
    return [sent_row(one, by_referral.get(one.pk)) for one in found]


def _sent(user: User, one: Referral) -> dict[str, Any]:
    """The sender's own side: case, consent, and the names of what was shared (never its values)."""
    parties = ReferralParty.objects.visible_to(user).filter(referral=one, role=Role.SENDER)
    party = parties.select_related("case__person", "consent", "onward_from").first()
    snapshot = DisclosureSnapshot.objects.visible_to(user).filter(referral=one).first()
    agreed = party.consent.categories if party and party.consent else []
    return {
        "case": party.case if party else None,
        "consent": party.consent if party else None,
        "error_reason": party.error_reason if party and user.reads("narrative") else None,
        "onward_from": party.onward_from if party else None,
        "kinds": kinds(snapshot.categories if snapshot else agreed),
        "snapshot": snapshot,
    }


def _passed_on(user: User, one: Referral) -> dict[str, Any]:
    """What this user sees of the referrals in which their organization passes this one on."""
    rows = Referral.objects.visible_to(user).sent_by(user).filter(parties__onward_from=one).select_related("receiver")
    taken_on = one.state in TAKEN_ON and user.can("send_referral")
    return {"passed_on": list(rows.order_by("-id")), "may_pass_on": taken_on}


def _events(user: User, one: Referral) -> list[dict[str, Any]]:
    rows = ReferralEvent.objects.visible_to(user).filter(referral=one).select_related("actor", "through")
    words = EVENTS | (EVENTS_OUTSIDE if one.receiver.is_outside else {})
    return [
        {
            "title": words.get(event.event, event.event),
            "when": event.at,
            "by": event.actor.name if event.actor else _not_named(one, event),
            "text": " · ".join(str(said) for said in (CODES.get(event.code), WAYS.get(event.way)) if said),
        }
        for event in rows.order_by("-id")
    ]


def _not_named(one: Referral, event: ReferralEvent) -> Any:
    if event.actor_role == "system":
        return _("The clock")
    return one.receiver.name if event.actor_role == "receiver_worker" else one.sender.name
