"""A referral whose other side works on another instance: the page promises nothing of data that lies there."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from casemgr.accounts.models import User
from referrals.codes import Role
from referrals.models import PurgeRequest, Referral, ReferralParty


def elsewhere(user: User, one: Referral) -> dict[str, Any]:
    """`remote` is the other organization, if it is one; the sender's `purge` and how it stands, the receiver's wait."""
    if one.role_of(user.organization_id) is Role.SENDER:
        return {"remote": one.receiver, **_purge(user, one)} if one.receiver.is_remote else {}
    if not one.sender.is_remote:
        return {}
    own = ReferralParty.objects.visible_to(user).filter(referral=one, role=Role.RECEIVER).first()
    return {"remote": one.sender, "release_asked": own.accept_asked_at if own and not _is_shared(user, one) else None}


def _purge(user: User, one: Referral) -> dict[str, Any]:
    purge = PurgeRequest.objects.visible_to(user).filter(referral=one).first()
    if purge is None:
        return {}
    late = purge.confirmed_at is None and purge.due_at < timezone.now()
    return {"purge": purge, "purge_is": "confirmed" if purge.confirmed_at else "overdue" if late else "asked"}


def _is_shared(user: User, one: Referral) -> bool:
    return one.tier_for(user) == "disclosure"
