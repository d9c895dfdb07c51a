"""A referral to a partner that is reached by phone or letter, as its sender's page shows it: whom to call, what is left
to do, what was told. Nothing here promises anything of what was said or lies there on paper.
"""

from __future__ import annotations

from typing import Any

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from cases.codelists.languages import LANGUAGES
from cases.codelists.services import SERVICES
from frontend.referral_words import WAYS
from referrals.actions.outside_telling import sharing_over
from referrals.codes import Role
from referrals.models import DisclosureSnapshot, OutsidePartner, Referral, ReferralEvent, ReferralParty, TakeBack
from referrals.permissions import acts_for_receiver


def outside(user: User, one: Referral) -> dict[str, Any]:
    """Context of the sender's page; {} when the receiver is here or on another instance."""
    if not one.receiver.is_outside:
        return {}
    return {
        "outside": one.receiver,
        "reached": partner_of(user, one),
        "writes_down": acts_for_receiver(user, one) and user.can("send_referral"),
        "told": ReferralEvent.objects.visible_to(user).filter(referral=one, event="hand_over").exists(),
        **_back(user, one),
    }


def partner_of(user: User, one: Referral) -> dict[str, Any] | None:
    """How its receiver is reached, in words; None for those who don't refer."""
    rows = OutsidePartner.objects.visible_to(user).select_related("partner")
    found = rows.filter(partner=one.receiver).first()
    return reached(found, user) if found else None


def reached(partner: OutsidePartner, user: User) -> dict[str, Any]:
    """A partner outside in words."""
    return {
        "one": partner,
        "name": partner.partner.name,
        "kind": kind_words(partner.kind),
        "ways": [WAYS[way] for way in partner.ways if way in WAYS],
        "languages": [LANGUAGES.label(code) for code in partner.languages],
        "services": [SERVICES.label(code) for code in partner.services],
        "old": partner.is_old(today(user.organization)),
    }


def kind_words(kind: str) -> str:
    """What a partner is, where its code says that."""
    return str(OutsidePartner.Kind(kind).label) if kind else ""


def _back(user: User, one: Referral) -> dict[str, Any]:
    """Whether sharing is over though they were told, and what they said when they were asked for it back."""
    party = ReferralParty.objects.visible_to(user).select_related("consent").filter(referral=one, role=Role.SENDER)
    own, released = party.first(), DisclosureSnapshot.objects.visible_to(user).filter(referral=one).exists()
    over = sharing_over(one, own) if own and released else None
    wanted = Referral.objects.visible_to(user).to_ask_back(today(user.organization)).filter(pk=one.pk).exists()
    taken = TakeBack.objects.visible_to(user).select_related("asked_by", "confirmed_by").filter(referral=one).first()
    return {"released": released, "over": over, "call_them": wanted, "taken_back": taken}
