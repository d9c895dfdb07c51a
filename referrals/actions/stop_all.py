"""A person wants nothing shared any more: every referral of theirs ends, whatever state it is in."""

from __future__ import annotations

from casemgr.accounts.models import User
from cases.models import Case
from referrals import permissions
from referrals.lifecycle import Event
from referrals.models import Referral

from .stop import revoke, withdraw


def stop_all(case: Case, by: User) -> None:
    """Revoke what was offered or disclosed, withdraw drafts. Another instance is asked to destroy what it has.

    Whoever refers nobody leaves drafts: they stand on a consent that ends in the same act. Both tell the trail.
    """
    for referral in Referral.objects.visible_to(by).about(case).sent_by(by).order_by("id"):
        events = permissions.available_events(by, referral)
        if Event.REVOKE in events:
            revoke(referral, by=by)
        elif Event.WITHDRAW in events and by.can("send_referral"):
            withdraw(referral, by=by)
