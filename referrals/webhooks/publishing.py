"""After commit: an event gets its place in the organization's feed, and a delivery for each endpoint that may know."""

from __future__ import annotations

from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from casemgr.accounts.acting import acting_as_user
from casemgr.db.actor import Actor, acting_as
from referrals.models import WebhookDelivery, WebhookEndpoint, WebhookEvent

from .queue import deliver_later
from .standing import stop_of

_WHY = "an organization's own rows, on behalf of all of its systems; row-level security names the organization"


def of_organization(organization_id: UUID) -> Actor:
    """Nobody of the organization: such an actor sees its endpoints, events and deliveries, and no referral."""
    return Actor(organization_id, organization_id, "none")


def publish(event_id: UUID, organization_id: UUID) -> None:
    """Give an event its place and its deliveries. Done before, or rolled back: nothing happens."""
    with acting_as(of_organization(organization_id)), transaction.atomic():
        _wait_for_turn(organization_id)
        event = WebhookEvent.objects.unscoped(_WHY).filter(pk=event_id, position=None).first()
        if event is None:
            return
        event.position = _next_place(organization_id)
        event.save(update_fields=["position"])
        known = WebhookEndpoint.objects.unscoped(_WHY).filter(organization_id=organization_id, state="active")
        for endpoint in known.filter(created_at__lte=event.at).select_related("account__organization"):
            _address(event, endpoint)


def _wait_for_turn(organization_id: UUID) -> None:
    """One at a time until commit: whoever reads a place then finds every earlier one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"webhook feed {organization_id}"])


def _next_place(organization_id: UUID) -> int:
    rows = WebhookEvent.objects.unscoped(_WHY).filter(organization_id=organization_id)
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1


def _address(event: WebhookEvent, endpoint: WebhookEndpoint) -> None:
    with acting_as_user(endpoint.account):
        if stop_of(event, endpoint, endpoint.account) is None:
            deliver(event, endpoint)


def deliver(event: WebhookEvent, endpoint: WebhookEndpoint) -> WebhookDelivery:
    """A delivery whose first attempt is at once."""
    made = WebhookDelivery(
        organization_id=endpoint.organization_id, endpoint=endpoint, event=event, next_attempt_at=timezone.now()
    )
    made.save(force_insert=True)
    deliver_later(made.pk, endpoint.organization_id)
    return made
