"""Rows of referrals as lists draw them."""

from __future__ import annotations

from typing import Any

from cases.codelists.services import SERVICES
from frontend.referral_words import STATES, TONES
from referrals.lifecycle import State
from referrals.models import Referral, ReferralParty


def row(referral: Referral) -> dict[str, Any]:
    """A referral without anybody's identity: service, state, urgency, deadline while it is open."""
    tone, icon = TONES.get(State(referral.state), ("neutral", ""))
    open_offer = referral.state in (State.OFFERED, State.ACKNOWLEDGED, State.WAITLISTED)
    return {
        "referral": referral,
        "service": SERVICES.label(referral.service_code),
        "state": STATES[referral.state],
        "tone": tone,
        "icon": icon,
        "urgent": referral.urgency != "normal",
        "deadline": referral.deadline if open_offer else None,
    }


def received_row(referral: Referral) -> dict[str, Any]:
    """For the receiver's inbox."""
    return row(referral) | {"partner": referral.sender.name}


def sent_row(referral: Referral, party: ReferralParty | None = None) -> dict[str, Any]:
    """For the sender's list; `party` (with its case and person) adds whom it is about."""
    return row(referral) | {"partner": referral.receiver.name, "case": party.case if party else None}
