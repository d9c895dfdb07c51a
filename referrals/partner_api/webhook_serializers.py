"""Bodies about webhooks and the feed of events."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from casemgr.outbound.errors import CODES
from casemgr.outbound.target import LONGEST
from referrals.models import WebhookDelivery, WebhookEndpoint
from referrals.webhooks.attempts import UNREADABLE
from referrals.webhooks.kinds import ALL, TEST
from referrals.webhooks.standing import Stop

from .fields import StrictSerializer, StrictText

PROBLEMS = ["status", UNREADABLE, *sorted(CODES), *(stop.value for stop in Stop)]


class FeedDataOut(serializers.Serializer):
    """Which referral, and its version after the step. Read it to learn more."""

    referral = serializers.CharField()
    version = serializers.IntegerField()


class FeedEventOut(serializers.Serializer):
    """A step of a referral. A webhook carries the same."""

    id = serializers.CharField(help_text="The same in the feed, in every attempt and as webhook-id")
    type = serializers.ChoiceField(choices=ALL)
    timestamp = serializers.DateTimeField()
    data = FeedDataOut()  # type: ignore[assignment]  # DRF takes it off the class


class FeedPage(serializers.Serializer):
    """Events, oldest first."""

    contents = FeedEventOut(many=True)
    next_after = serializers.CharField(allow_null=True, help_text="Pass it as `after` next time; null before the first")
    more = serializers.BooleanField(help_text="Whether there are events after these already")


@extend_schema_serializer(
    examples=[OpenApiExample("An address", request_only=True, value={"url": "https://hooks.example.org/referrals"})]
)
class WebhookEndpointIn(StrictSerializer):
    """Where to send: https, a name, port 443, no password in it."""

    url = StrictText(max_length=LONGEST)


class WebhookEndpointOut(serializers.Serializer):
    """An address of your system."""

    id = serializers.CharField()
    url = serializers.CharField(
        allow_null=True, help_text="Null in a repeated call, and when it can't be read any more: add it anew"
    )
    state = serializers.ChoiceField(choices=WebhookEndpoint.State.values)
    reason = serializers.ChoiceField(choices=WebhookEndpoint.Reason.values, allow_null=True)
    state_since = serializers.DateTimeField()
    previous_secret_until = serializers.DateTimeField(allow_null=True, help_text="Until then both secrets sign")
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()


class WebhookSecretOut(WebhookEndpointOut):
    """The address with its secret. Neither is kept for a repeated call."""

    secret = serializers.CharField(allow_null=True, help_text="Shown only in this answer")


class WebhookEndpointPage(serializers.Serializer):
    """All addresses of your system."""

    contents = WebhookEndpointOut(many=True)


class WebhookDeliveryOut(serializers.Serializer):
    """An event on its way to one of your addresses."""

    id = serializers.CharField()
    endpoint = serializers.CharField()
    event = serializers.CharField()
    type = serializers.ChoiceField(choices=[*ALL, TEST])
    state = serializers.ChoiceField(choices=WebhookDelivery.State.values)
    attempts = serializers.IntegerField()
    next_attempt_at = serializers.DateTimeField(allow_null=True)
    last_attempt_at = serializers.DateTimeField(allow_null=True)
    last_status = serializers.IntegerField(allow_null=True, help_text="HTTP status of the last answer")
    problem = serializers.ChoiceField(choices=PROBLEMS, allow_null=True)
    created_at = serializers.DateTimeField()


class WebhookDeliveryPage(serializers.Serializer):
    """A page of deliveries, newest first."""

    contents = WebhookDeliveryOut(many=True)
    next_cursor = serializers.CharField(allow_null=True)
