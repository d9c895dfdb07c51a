"""Taking it back. Revoking always wins, can be repeated, and asks for no reason."""

from __future__ import annotations

from django.db import transaction

from casemgr.accounts.models import User
from casemgr.encryption import keys
from referrals.lifecycle import Event, State
from referrals.models import DisclosureSnapshot, Referral

from ._step import Versions, begin, finish


@transaction.atomic
def withdraw(referral: Referral, *, by: User, versions: Versions = None) -> Referral:
    """The sender takes a draft or an undecided offer back; nothing was disclosed."""
    current, role, to = begin(referral, Event.WITHDRAW, by=by, versions=versions)
    return finish(current, Event.WITHDRAW, to, by=by, role=role)


@transaction.atomic
def revoke(referral: Referral, *, by: User, through: User | None = None) -> Referral:
    """End all sharing now, as the survivor asked of whoever acts. The snapshot's key is destroyed.

    Repeating it changes nothing. The key goes before the commit: should the commit fail, the data is unreadable
    although the state says otherwise, which errs on the survivor's side and is mended by revoking again.
    """
    current, role, to = begin(referral, Event.REVOKE, by=by)
    if current.state != State.REVOKED:
        finish(current, Event.REVOKE, to, by=by, role=role, through=through)
    for snapshot in DisclosureSnapshot.objects.visible_to(by).filter(referral=current):
        keys.destroy(snapshot.organization_id, snapshot.pk)
    return current
