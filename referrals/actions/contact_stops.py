"""Partners who may be in contact with a person are told to stop; not why: they ask, and are told what may be told."""

from __future__ import annotations

from casemgr.accounts.models import User
from cases.models import Case, Notification
from referrals.alerts import alert_other_side
from referrals.lifecycle import State
from referrals.models import Referral

from .handoffs import call_off_handoffs

#: the other side may know how to reach the person
KNOWING = (State.ACCEPTED, State.IN_SERVICE, State.COMPLETED, State.NOT_COMPLETED)


def tell_partners(case: Case, by: User) -> None:
    """A line for whoever works on each such referral of this case at the other side. Part of other actions.

    Meetings with the person are called off wherever the referral stands, and the other side learns of that.
    """
    for referral in Referral.objects.visible_to(by).filter(parties__case=case).distinct():
        call_off_handoffs(referral, by)
        if referral.state in KNOWING:
            alert_other_side(referral, Notification.Kind.PARTNER_STOPPED, by=by)
