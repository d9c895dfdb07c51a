"""An event on its way to an endpoint."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemgr.ids import public_id
from casemgr.scoping import ScopedModel
from referrals.webhooks.querysets import DeliveryQuerySet

from .webhook_endpoint import WebhookEndpoint
from .webhook_event import WebhookEvent


class WebhookDelivery(ScopedModel):
    """How often it was tried, what came of the last time, and when the next is. One for an event and endpoint."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waiting for the next attempt")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Given up")
        STOPPED = "stopped", _("Not sent")

    CLEAR = frozenset(
        "id public_id organization endpoint event state attempts next_attempt_at last_attempt_at last_status problem "
        "created_at".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    organization = models.ForeignKey("accounts.Organization", on_delete=models.CASCADE, related_name="+")
    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries")
    event = models.ForeignKey(WebhookEvent, on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    last_attempt_at = models.DateTimeField(null=True)
    last_status = models.PositiveSmallIntegerField(null=True, help_text="HTTP status of the last answer")
    problem = models.CharField(max_length=12, blank=True, help_text="Why it failed or was stopped, as a code")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "event"], name="one_delivery_per_endpoint"),
            models.CheckConstraint(
                condition=Q(state="waiting", next_attempt_at__isnull=False)
                | (~Q(state="waiting") & Q(next_attempt_at=None)),
                name="delivery_waiting_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["endpoint", "-id"], name="deliveries_of_endpoint"),
            models.Index(
                fields=["organization", "next_attempt_at"], name="deliveries_due", condition=Q(state="waiting")
            ),
        ]
