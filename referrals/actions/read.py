"""Reading what was disclosed: checked and written to both trails at every read, before anything goes out."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.encryption.errors import KeyDestroyed
from casemgr.errors import Gone, NotFound, NotPermitted
from referrals.codes import Role
from referrals.errors import ConsentNotInForce, NotReleased
from referrals.lifecycle import RECEIVER_SEES, State, Tier
from referrals.models import DisclosureSnapshot, Referral
from referrals.never import require_not_kept_from
from referrals.permissions import may_read_disclosure
from referrals.standing import require_standing


@dataclass(frozen=True)
class Disclosure:
    """What was released, and when."""

    released_at: datetime.datetime
    categories: list[str]
    fields: dict[str, Any]


@transaction.atomic
def read_disclosure(referral: Referral, *, by: User) -> Disclosure:
    """The disclosed fields. Raises NotFound, NotPermitted, NotReleased before acceptance, Gone after it ended."""
    current = Referral.objects.visible_to(by).select_related("sender", "receiver").filter(pk=referral.pk).first()
    if current is None:
        raise NotFound()
    require_disclosed(current)
    if not may_read_disclosure(by, current):
        raise NotPermitted()
    snapshot = DisclosureSnapshot.objects.visible_to(by).filter(referral=current).first()
    if snapshot is None:
        raise Gone()
    try:
        require_standing(current, snapshot.fields)
        require_not_kept_from(current, by)
        fields = snapshot.content
    except (ConsentNotInForce, KeyDestroyed):
        raise Gone() from None
    tell_of_reading(current, by)
    return Disclosure(snapshot.released_at, snapshot.categories, fields)


def require_disclosed(referral: Referral) -> None:
    """Refuse before acceptance (NotReleased) and after the end (Gone)."""
    tier = RECEIVER_SEES[State(referral.state)]
    if tier in (Tier.NOTHING, Tier.OFFER):
        raise NotReleased()
    if tier is Tier.TOMBSTONE or referral.is_purged:
        raise Gone()


def tell_of_reading(referral: Referral, by: User) -> None:
    """Who read it, in the reader's trail; that the receiver read it, in the sender's."""
    trail.read(events.REFERRAL_DISCLOSURE_READ, by=by, subjects=[referral])
    if referral.role_of(by.organization_id) is Role.RECEIVER:
        trail.record(
            events.REFERRAL_DISCLOSURE_READ,
            by=by,
            subject=referral,
            organization_id=referral.sender_id,
            facts={"side": Role.RECEIVER.value},
        )
