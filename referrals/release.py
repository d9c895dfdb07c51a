"""Seals what the person agreed to share, at the moment the receiver accepts.

The one place where a receiver's request reads the sender's rows: for these statements the transaction states the
sender's worker who submitted, so that row-level security opens this case and nothing the worker can't see.
"""

from __future__ import annotations

from casemgr.db.actor import Actor, acting_as
from casemgr.encryption import keys
from referrals.codes import Role
from referrals.disclosure import collect
from referrals.errors import ConsentNotInForce
from referrals.models import DisclosureSnapshot, Referral, ReferralParty
from referrals.standing import Standing


def release(referral: Referral, standing: Standing) -> DisclosureSnapshot:
    """The snapshot of exactly the consented fields, under a key of its own.

    Raises ConsentNotInForce when the sender's worker no longer reaches the case: the sender has to confirm.
    """
    sender = Actor(standing.worker_id, referral.sender_id, "organization")
    with acting_as(sender):
        party = (
            ReferralParty.objects.unscoped("the sender's own row, as the sender's worker")
            .select_related("case__person")
            .filter(referral=referral, role=Role.SENDER)
            .first()
        )
        if party is None or party.case is None:
            raise ConsentNotInForce()
        content = collect(party.case, standing.categories)
        snapshot = DisclosureSnapshot(
            organization_id=referral.sender_id,
            referral=referral,
            categories=sorted(standing.categories),
            fields=sorted(content),
            content=content,  # type: ignore[misc]  # the descriptor of an encrypted field
        )
        keys.create_data_key(referral.sender_id, snapshot.pk)
        snapshot.save(force_insert=True)
    return snapshot
