"""Destroys what was disclosed: the key of its snapshot. The names of its fields stay for the sender's ledger."""

from __future__ import annotations

from django.utils import timezone

from casemgr.encryption import keys
from referrals.models import DisclosureSnapshot, Referral

_WHY = "whoever acts on the referral locked it through their own side"


def destroy(referral: Referral) -> tuple[str, ...]:
    """Destroy the key, if anything was disclosed, and set `purged_at` for the caller to save; repeating is harmless.

    Returns the names of the fields that can't be read any more.
    """
    snapshot = DisclosureSnapshot.objects.unscoped(_WHY).filter(referral=referral).first()
    if snapshot is None:
        return ()
    keys.destroy(snapshot.organization_id, snapshot.pk)
    referral.purged_at = referral.purged_at or timezone.now()
    return tuple(snapshot.fields)
