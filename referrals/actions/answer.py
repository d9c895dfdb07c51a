"""The receiver answers: seen, no, or yes. Yes releases exactly what the person agreed to share."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.clock import end_of, today
from casemgr.accounts.models import User
from casemgr.errors import InvalidInput, NotInThisState
from referrals.lifecycle import ActorRole, DeclineReason, Event
from referrals.models import Referral
from referrals.never import require_not_kept_from
from referrals.permissions import available_events, require_named_person
from referrals.release import release
from referrals.standing import require_standing

from ._sought import Sought
from ._step import Versions, begin, finish
from .remote_release import ask_for_release


@transaction.atomic
def acknowledge(
    referral: Referral | Sought, *, by: User, versions: Versions = None, through: User | None = None, way: str = ""
) -> Referral:
    """Somebody has seen the offer and is thinking about it."""
    current, role, to = begin(referral, Event.ACKNOWLEDGE, by=by, versions=versions, way=way, through=through)
    return finish(current, Event.ACKNOWLEDGE, to, by=by, role=role, through=through, way=way)


@transaction.atomic
def waitlist(
    referral: Referral | Sought,
    *,
    until: datetime.date,
    by: User,
    versions: Versions = None,
    through: User | None = None,
    way: str = "",
) -> Referral:
    """Keep the offer on a waiting list through the day `until`, which becomes the time to decide.

    Raises InvalidInput unless the day is to come and within the consent, ConsentNotInForce, NotInThisState.
    """
    current, role, to = begin(referral, Event.WAITLIST, by=by, versions=versions, way=way, through=through)
    require_in_time(current, by)
    if until <= today(current.receiver):
        raise InvalidInput(_("Choose a day after today."), field="until")
    if until >= require_standing(current).ends_on:
        raise InvalidInput(_("The person's consent doesn't last until then. Choose an earlier day."), field="until")
    current.wait_until = until
    current.deadline = end_of(until, current.sender)
    changed = ["wait_until", "deadline"]
    return finish(current, Event.WAITLIST, to, by=by, role=role, changed=changed, through=through, until=until, way=way)


@transaction.atomic
def decline(
    referral: Referral | Sought,
    *,
    reason: str,
    by: User,
    versions: Versions = None,
    through: User | None = None,
    way: str = "",
) -> Referral:
    """Say no, with a code of DeclineReason. Raises InvalidInput for any other reason."""
    current, role, to = begin(referral, Event.DECLINE, by=by, versions=versions, way=way, through=through)
    if reason not in list(DeclineReason):
        raise InvalidInput(_("Choose a reason of the list."), field="reason")
    current.reason_code = reason
    changed = ["reason_code"]
    return finish(current, Event.DECLINE, to, by=by, role=role, changed=changed, code=reason, through=through, way=way)


@transaction.atomic
def accept(
    referral: Referral | Sought, *, by: User, versions: Versions = None, through: User | None = None, way: str = ""
) -> Referral:
    """A named person takes the survivor on; the consent is checked again, then the data is sealed and released.

    Where the sender works on another instance it is asked for the release, and the state follows when that came.
    For a receiver without the system a named person of the sender writes down its yes (`way` says how it came).
    `through` is the machine client that speaks for the person. Raises ConsentNotInForce, NotPermitted, Conflict, and
    NotInThisState once the time to decide has passed.
    """
    current, role, to = begin(referral, Event.ACCEPT, by=by, versions=versions, way=way, through=through)
    require_in_time(current, by)
    require_named_person(by)
    standing = require_standing(current)
    if role is ActorRole.FOR_RECEIVER:
        require_not_kept_from(current, by)
    if current.sender.is_remote:
        return ask_for_release(current, by=by, through=through)
    release(current, standing)
    if role is ActorRole.RECEIVER_WORKER:
        own: Any = current.own_side
        own.worker = by
        own.save(update_fields=["worker"])
    return finish(current, Event.ACCEPT, to, by=by, role=role, through=through, way=way)


def require_in_time(referral: Referral, by: User) -> None:
    """Refuse once the time to decide has passed. Raises NotInThisState."""
    if referral.is_past_deadline:
        message = _("The time to decide has passed; ask the sender to send it again.")
        raise NotInThisState(message, allowed_events=available_events(by, referral))
