"""What the page of a referral says of its messages and hand-offs."""

from __future__ import annotations

from typing import Any

from casemgr.accounts.models import User
from referrals.actions.messages import is_open
from referrals.codes import HandOffState
from referrals.models import HandOff, Referral, ReferralMessage


def talk_of(user: User, one: Referral) -> dict[str, Any]:
    """How much is new to the user's side, the next hand-off, and whether there is still something to say."""
    unseen = ReferralMessage.objects.visible_to(user).filter(referral=one, seen_at=None)
    waiting = (HandOffState.PROPOSED, HandOffState.AGREED)
    coming = HandOff.objects.visible_to(user).filter(referral=one, state__in=waiting).order_by("starts_at")
    return {
        "unseen": unseen.exclude(organization=user.home).count(),
        "handoff": coming.first() if is_open(one) else None,
        "talks": is_open(one),
    }
