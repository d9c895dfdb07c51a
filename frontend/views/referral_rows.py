"""Rows of referrals as lists draw them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.codelists.services import SERVICES
from frontend.referral_words import STATES, TONES
from referrals.lifecycle import State, Tier
from referrals.models import Referral, ReferralParty


def row(referral: Referral) -> dict[str, Any]:
    """A referral without anybody's identity: service, state, urgency, deadline while it is open."""
    tone, icon = TONES.get(State(referral.state), ("neutral", ""))
    return {
        "referral": referral,
        "service": SERVICES.label(referral.service_code),
        "state": STATES[referral.state],
        "tone": tone,
        "icon": icon,
        "urgent": referral.urgency != "normal",
        "deadline": referral.deadline if referral.is_undecided else None,
        "wait_until": referral.wait_until if referral.state == State.WAITLISTED else None,
    }


def received_row(referral: Referral) -> dict[str, Any]:
    """For the receiver's inbox; of an ended one neither service nor urgency is told any more."""
    found = row(referral) | {"partner": referral.sender.name}
    if referral.receiver_tier is Tier.TOMBSTONE:
        found |= {"service": _("Referral"), "urgent": False}
    return found


def sent_row(referral: Referral, party: ReferralParty | None = None) -> dict[str, Any]:
    """For the sender's list; `party` (with its case and person) adds whom it is about.

    One to a partner outside also has the code by which it is known on the telephone.
    """
    code = referral.spoken_code if referral.receiver.is_outside else ""
    return row(referral) | {"partner": referral.receiver.name, "case": party.case if party else None, "code": code}
