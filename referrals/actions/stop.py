"""Taking it back. Revoking always wins, can be repeated, and asks for no reason."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.errors import InvalidInput, NotInThisState
from referrals import permissions
from referrals.destruction import destroy
from referrals.lifecycle import Event, State
from referrals.models import Referral

from ._sought import Sought
from ._step import Versions, begin, finish
from .outside_telling import call_them


@transaction.atomic
def withdraw(referral: Referral | Sought, *, by: User, versions: Versions = None) -> Referral:
    """The sender takes a draft or an undecided offer back; nothing was disclosed."""
    current, role, to = begin(referral, Event.WITHDRAW, by=by, versions=versions)
    return finish(current, Event.WITHDRAW, to, by=by, role=role)


@transaction.atomic
def revoke(referral: Referral, *, by: User, through: User | None = None) -> Referral:
    """End all sharing now, as the survivor asked of whoever acts. The snapshot's key is destroyed.

    What a partner outside was told can't be: the worker is asked to call them. Repeating it changes nothing. Once the
    disclosure was destroyed for its age there is nothing left to stop: NotInThisState says so.
    """
    current, role, to = begin(referral, Event.REVOKE, by=by)
    if current.state == State.REVOKED:
        destroy(current)
        return current
    if current.purged_at is not None:
        message = _("What was shared was deleted already: its time had passed.")
        raise NotInThisState(message, allowed_events=permissions.available_events(by, current))
    finish(current, Event.REVOKE, to, by=by, role=role, through=through)
    call_them(current, by)
    return current


@transaction.atomic
def mark_error(
    referral: Referral | Sought, *, reason: str, by: User, versions: Versions = None, through: User | None = None
) -> Referral:
    """A supervisor of the sender says that it should never have been; all sharing ends, as with `revoke`.

    `reason` is kept sealed on the sender's own side and goes nowhere else. Raises InvalidInput without one.
    """
    current, role, to = begin(referral, Event.ERROR, by=by, versions=versions, with_case=True)
    if not reason.strip():
        raise InvalidInput(_("Say what was wrong. Only your organization reads it."), field="reason")
    own: Any = current.own_side
    own.error_reason = reason.strip()
    own.save(update_fields=["error_reason_sealed"])
    finish(current, Event.ERROR, to, by=by, role=role, through=through)
    call_them(current, by)
    return current
