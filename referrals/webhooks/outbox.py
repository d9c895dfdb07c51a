"""Writes what systems are told into the transaction of the step that it tells of; sends nothing."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone

from referrals.lifecycle import State
from referrals.models import Referral, WebhookEvent

from .kinds import kind_of
from .queue import publish_later


def note(referral: Referral, event: str, organization_ids: Iterable[UUID]) -> None:
    """Each organization's copy of a step. Of what was never offered nobody is told."""
    if referral.offered_at is None or referral.state == State.DRAFT:
        return
    rows = WebhookEvent.objects.bulk_create(
        WebhookEvent(
            organization_id=organization_id,
            referral=referral,
            type=kind_of(event),
            version=referral.version,
            at=timezone.now(),
        )
        for organization_id in organization_ids
    )
    publish_later([(row.pk, row.organization_id) for row in rows])
