"""What was left lying: jobs that a dying worker took with it, deliveries that waited for a key."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from casemgr.accounts.models import Organization
from casemgr.db.actor import acting_as
from casemgr.encryption import held
from referrals.models import WebhookDelivery, WebhookEvent

from .publishing import of_organization
from .queue import deliver_later, publish_later

PATIENCE = datetime.timedelta(minutes=2)  # that long the jobs themselves have
MOST = 200  # of each kind and organization in one pass
_WHY = "an organization's own rows; row-level security names it"


def catch_up() -> None:
    """Queue again what should have happened by now; what did happen meanwhile makes these jobs do nothing."""
    for organization_id in Organization.objects.active().values_list("pk", flat=True):
        with acting_as(of_organization(organization_id)), transaction.atomic():
            _publish(organization_id)
            if not held.is_locked(organization_id):
                _deliver(organization_id)


def _publish(organization_id: UUID) -> None:
    late = WebhookEvent.objects.unscoped(_WHY).filter(organization_id=organization_id)
    for event_id in late.left_behind(timezone.now() - PATIENCE).order_by("at").values_list("pk", flat=True)[:MOST]:
        publish_later([(event_id, organization_id)])


def _deliver(organization_id: UUID) -> None:
    due = WebhookDelivery.objects.unscoped(_WHY).filter(organization_id=organization_id).waiting()
    late = due.filter(next_attempt_at__lt=timezone.now() - PATIENCE).order_by("next_attempt_at")
    for delivery_id in late.values_list("pk", flat=True)[:MOST]:
        deliver_later(delivery_id, organization_id)
