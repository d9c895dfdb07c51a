"""Steps that the sender's own instance took: mistakes, and the end of the time to decide. Reasons stay over there."""

from __future__ import annotations

from django.db import transaction

from casemgr.accounts.models import User
from casemgr.errors import NotInThisState
from referrals.lifecycle import ActorRole, Event, State, WrongState, next_state
from referrals.models import Referral

from ._step import begin, finish, locked


@transaction.atomic
def mistaken_elsewhere(referral: Referral, *, by: User) -> Referral:
    """A supervisor over there said that it should never have been. Raises NotPermitted, NotInThisState."""
    current, role, to = begin(referral, Event.ERROR, by=by)
    return finish(current, Event.ERROR, to, by=by, role=role)


@transaction.atomic
def expired_elsewhere(referral: Referral, *, by: User) -> Referral:
    """The time to decide has passed by the sender's clock, which counts. Raises NotInThisState."""
    current = locked(referral, by)
    try:
        if current.sender_id != by.organization_id:
            raise WrongState(State(current.state), ())
        to = next_state(State(current.state), Event.EXPIRE, ActorRole.SYSTEM)
    except WrongState:
        raise NotInThisState() from None
    return finish(current, Event.EXPIRE, to, by=by, role=ActorRole.SYSTEM)
