"""Destroys the keys of what a practice organization held: its rows went when it was emptied."""

from __future__ import annotations

import datetime
from uuid import UUID

from casemgr.accounts.models import Organization
from casemgr.encryption import keys


def forget_keys(organization_id: UUID, before: datetime.datetime) -> None:
    """Destroy every key that its people, and what was disclosed of them, had before a moment. Only in practice."""
    if not Organization.objects.filter(pk=organization_id, practice_of__isnull=False).exists():
        return
    for owner_id in keys.owners_before(organization_id, before):
        keys.destroy(organization_id, owner_id)
