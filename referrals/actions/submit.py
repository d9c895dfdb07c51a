"""Offer a draft to its receiver: coded facts only."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.errors import NotFound
from cases.actions.stopped import refuse_dead
from referrals.codes import TIME_TO_DECIDE, Role, Urgency
from referrals.lifecycle import Event
from referrals.models import Referral, ReferralParty
from referrals.never import require_not_kept_from
from referrals.offer import coded_facts
from referrals.standing import require_standing

from ._sought import Sought
from ._step import Versions, begin, finish


@transaction.atomic
def submit(referral: Referral | Sought, *, by: User, versions: Versions = None) -> Referral:
    """The receiver sees the offer from now on. Raises ConsentNotInForce and its kinds."""
    current, role, to = begin(referral, Event.SUBMIT, by=by, versions=versions, with_case=True)
    require_standing(current)
    party: Any = current.own_side
    if party.case is None:
        raise NotFound()
    if party.listed:
        require_not_kept_from(current, by)
    refuse_dead(party.stopped)
    changed = coded_facts(party.case.person, current.sender, today(current.sender))
    current.offered_at = timezone.now()
    changed["deadline"] = current.offered_at + TIME_TO_DECIDE[Urgency(current.urgency)]
    for name, value in changed.items():
        setattr(current, name, value)
    party.worker = by
    party.save(update_fields=["worker"])
    ReferralParty(referral=current, organization=current.receiver, role=Role.RECEIVER).save(force_insert=True)
    return finish(current, Event.SUBMIT, to, by=by, role=role, changed=["offered_at", *changed])
