"""Which steps of a referral this person gets as buttons now: the table's, for their side and role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from referrals.lifecycle import Event, State
from referrals.models import Referral
from referrals.permissions import actor_role, acts_for_receiver, available_events


@dataclass(frozen=True)
class Step:
    """A step: its words on the button, its icon and look, and whether it asks something on a page of its own."""

    name: str
    label: Any
    icon: str
    look: str
    asks: bool


STEPS = {
    step.name: step
    for step in (
        Step(Event.SUBMIT, _("Send"), "arrow-left-right", "btn-primary", False),
        Step(Event.ACCEPT, _("Accept"), "check-circle", "btn-primary", False),
        Step(Event.RECORD_CONTACT, _("Record a contact"), "telephone", "btn-primary", True),
        Step("phone", _("Note the telephone call"), "telephone", "btn-primary", True),
        Step(Event.COMPLETE, _("Complete"), "check-lg", "btn-primary", True),
        Step(Event.ACKNOWLEDGE, _("Note as seen"), "eye", "btn-outline", False),
        Step(Event.WAITLIST, _("Put on a waiting list"), "clock", "btn-outline", True),
        Step(Event.END, _("End without completing"), "x-circle", "btn-quiet", True),
        Step(Event.DECLINE, _("Decline"), "x-circle", "btn-quiet", True),
        Step(Event.WITHDRAW, _("Take back"), "archive", "btn-quiet", True),
        Step(Event.REVOKE, _("Stop sharing"), "slash-circle", "btn-quiet", True),
        Step(Event.ERROR, _("Entered in error"), "exclamation-triangle", "btn-quiet", True),
    )
}
#: the same where the sender's people write down what a partner outside said or did; each asks how they know
BY_HAND = {
    step.name: step
    for step in (
        Step(Event.ACCEPT, _("They said yes"), "check-circle", "btn-primary", True),
        Step(Event.RECORD_CONTACT, _("They tried to reach the person"), "telephone", "btn-primary", True),
        Step(Event.COMPLETE, _("The service has ended"), "check-lg", "btn-primary", True),
        Step(Event.ACKNOWLEDGE, _("They have it and think about it"), "eye", "btn-outline", True),
        Step(Event.WAITLIST, _("They put it on a waiting list"), "clock", "btn-outline", True),
        Step(Event.END, _("It ended early"), "x-circle", "btn-quiet", True),
        Step(Event.DECLINE, _("They said no"), "x-circle", "btn-quiet", True),
    )
}


def is_by_hand(user: User, referral: Referral, name: str) -> bool:
    """Whether this step would be written down for a partner outside."""
    return name in BY_HAND and acts_for_receiver(user, referral)


def steps(user: User, referral: Referral, *, waits: bool = False) -> list[Step]:
    """The steps this person may take in this state, the expected one first.

    `waits`: it was accepted, and another instance was asked for the data; nothing but stopping is left to do.
    """
    role = actor_role(user, referral)
    allowed: set[str] = set(available_events(user, referral))
    if role != "receiver_worker" and referral.wants_phone_call:
        allowed.add("phone")
    if referral.state == State.REVOKED:
        allowed.discard(Event.REVOKE)  # it has been done; asking again changes nothing
    permission = "answer_referral" if role == "receiver_worker" else "send_referral"
    if not user.can(permission):
        allowed &= {Event.REVOKE}
    if waits:
        allowed &= {Event.REVOKE}
    words = STEPS | (BY_HAND if acts_for_receiver(user, referral) else {})
    return [words[name] for name in STEPS if name in allowed]
