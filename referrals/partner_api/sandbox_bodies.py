"""The bodies of practising: who is who, what the partner does, and asking it to begin."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from cases.consent_categories import CATEGORIES
from referrals.codes import Feedback, Urgency
from referrals.practice.script import ANSWERS

from .fields import StrictCode, StrictSerializer
from .serializers import SERVICE_CODES


class NamedOut(serializers.Serializer):
    """An organization or a colleague."""

    id = serializers.CharField()
    name = serializers.CharField()


class ScriptOut(serializers.Serializer):
    """What the practice partner does about one service, in order."""

    service = serializers.CharField(help_text="A code of services, or `*` for every other one")
    does = serializers.ListField(child=serializers.CharField(), help_text="Commands with their code; then it waits")


class SandboxOut(serializers.Serializer):
    """Where you practise. Only invented people belong here."""

    organization = NamedOut(help_text="Yours")
    partner = NamedOut(help_text="The one that answers by itself")
    colleague = NamedOut(help_text="Whom you name in `on_behalf_of`: a supervisor with a second factor, invented")
    since = serializers.DateTimeField(help_text="When it began, or began anew")
    emptied_at = serializers.DateTimeField(help_text="In the night after this moment everything in it is deleted")
    receiving = ScriptOut(many=True, help_text="What the partner does with what you offer it")
    sending = ScriptOut(many=True, help_text="What it does after offering what you asked it for")
    answering = ScriptOut(many=True, help_text="What it answers when you send an enquiry")


@extend_schema_serializer(
    examples=[
        OpenApiExample("An offer to answer", request_only=True, value={"service": "legal_aid"}),
        OpenApiExample(
            "One that is revoked as soon as you accept it",
            request_only=True,
            value={"service": "medical", "urgency": "urgent", "categories": ["identity", "contact"]},
        ),
    ]
)
class SandboxOfferIn(StrictSerializer):
    """What to be offered. The person is invented by the partner."""

    service = StrictCode(choices=SERVICE_CODES)
    urgency = StrictCode(choices=Urgency.values, required=False)
    feedback = StrictCode(choices=Feedback.values, required=False, help_text="What may be told back")
    categories = serializers.ListField(
        child=StrictCode(choices=list(CATEGORIES)),
        min_length=1,
        max_length=len(CATEGORIES),
        required=False,
        help_text="What the person agreed to share; absent: identity and contact",
    )


@extend_schema_serializer(examples=[OpenApiExample("Legal aid", request_only=True, value={"service": "legal_aid"})])
class SandboxEnquiryIn(StrictSerializer):
    """What to be asked for."""

    service = StrictCode(choices=list(ANSWERS))
