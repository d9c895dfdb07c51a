"""What happened to a referral as systems are told: ids, a type, a version and a time. The outbox and the feed."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import Q

from casemgr.ids import public_id
from casemgr.scoping import ScopedModel
from referrals.webhooks.querysets import FeedQuerySet


class WebhookEvent(ScopedModel):
    """One organization's copy, written in the transaction of the step itself. Nothing of the person is in it.

    `position` is its place in the feed. It is given after commit, one event of an organization at a time: a reader who
    has seen a place has seen every earlier one. A test has no referral and no place.
    """

    referral_id: UUID | None
    CLEAR = frozenset("id public_id organization referral type version at position".split())

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    organization = models.ForeignKey("accounts.Organization", on_delete=models.CASCADE, related_name="+")
    referral = models.ForeignKey("referrals.Referral", on_delete=models.CASCADE, null=True, related_name="+")
    type = models.CharField(max_length=40)
    version = models.PositiveIntegerField(null=True, help_text="Of the referral, after the step")
    at = models.DateTimeField()
    position = models.PositiveBigIntegerField(null=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "position"], name="one_event_per_place")]
        indexes = [
            models.Index(fields=["organization", "at"], name="events_to_publish", condition=Q(position=None)),
            models.Index(fields=["at"], name="webhook_events_by_age"),
        ]
