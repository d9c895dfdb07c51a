"""The bodies of messages and hand-offs."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from referrals.codes import HandOffKind, HandOffPlace, HandOffResult, HandOffState, MessageKind, Role
from referrals.models.message import LONGEST

from .fields import StrictCode, StrictDate, StrictFlag, StrictSerializer, StrictText, StrictTime

ANSWER_STATES = [HandOffState.AGREED.value, HandOffState.DECLINED.value, HandOffState.CANCELLED.value]


@extend_schema_serializer(
    examples=[OpenApiExample("Keep the place", request_only=True, value={"kind": "hold_place", "day": "2030-02-15"})]
)
class MessageIn(StrictSerializer):
    """A code; with a day for `hold_place` and `place_free`, with `answers` for `yes` and `no`, with `text` for `words`.

    Words are taken once the referral was accepted.
    """

    kind = StrictCode(choices=MessageKind.values)
    day = StrictDate(required=False)
    answers = StrictText(max_length=22, required=False, help_text="Id of the other side's message")
    text = StrictText(max_length=LONGEST, required=False)


class MessageOut(serializers.Serializer):
    """A message. `text` is null where it has none, can't be read (any more), and in the answer to sending it."""

    id = serializers.CharField()
    side = serializers.ChoiceField(choices=Role.values, help_text="Who said it")
    kind = serializers.ChoiceField(choices=MessageKind.values)
    day = serializers.DateField(allow_null=True)
    answers = serializers.CharField(allow_null=True)
    text = serializers.CharField(allow_null=True)
    sent_at = serializers.DateTimeField()
    seen_at = serializers.DateTimeField(allow_null=True, help_text="When the other side had it before them")


class MessagePage(serializers.Serializer):
    """All messages, oldest first."""

    contents = MessageOut(many=True)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Going along",
            request_only=True,
            value={"kind": "accompanied", "place": "receiver", "starts_at": "2030-02-15T09:30:00Z"},
        )
    ]
)
class HandOffIn(StrictSerializer):
    """A meeting with the person, to come within a year."""

    kind = StrictCode(choices=HandOffKind.values)
    place = StrictCode(choices=HandOffPlace.values)
    starts_at = StrictTime()
    interpreter = StrictFlag(required=False)


@extend_schema_serializer(examples=[OpenApiExample("Yes", request_only=True, value={"state": "agreed"})])
class HandOffAnswerIn(StrictSerializer):
    """The other side agrees or declines; either calls it off."""

    state = StrictCode(choices=ANSWER_STATES)


@extend_schema_serializer(examples=[OpenApiExample("They met", request_only=True, value={"result": "met"})])
class HandOffResultIn(StrictSerializer):
    """What became of an agreed meeting."""

    result = StrictCode(choices=HandOffResult.values)


class HandOffOut(serializers.Serializer):
    """A hand-off as it stands."""

    id = serializers.CharField()
    referral = serializers.CharField()
    proposed_by = serializers.ChoiceField(choices=Role.values)
    kind = serializers.ChoiceField(choices=HandOffKind.values)
    place = serializers.ChoiceField(choices=HandOffPlace.values)
    starts_at = serializers.DateTimeField()
    interpreter = serializers.BooleanField()
    state = serializers.ChoiceField(choices=HandOffState.values)
    result = serializers.ChoiceField(choices=HandOffResult.values, allow_null=True)
    version = serializers.IntegerField()


class HandOffPage(serializers.Serializer):
    """All hand-offs, the latest first."""

    contents = HandOffOut(many=True)
