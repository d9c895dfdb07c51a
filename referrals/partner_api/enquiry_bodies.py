"""Bodies of enquiries: codes alone, both ways."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from referrals.codes import AgeBand, Role
from referrals.enquiry_codes import NEEDS, WHOM, Answer, EnquiryState, Refusal, Stands, Together

from .fields import StrictCode, StrictDate, StrictFlag, StrictSerializer, StrictText
from .serializers import SERVICE_CODES, OnBehalfIn, PartyOut


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A mother with two children",
            request_only=True,
            value={
                "service": "emergency_shelter",
                "whom": "women",
                "together": "3_4",
                "age_band": "25_39",
                "language": "sw",
                "interpreter_needed": True,
                "needs": ["families"],
                "receivers": ["Zm9vYmFyYmF6cXV4Zm9vYg", "cXV4Zm9vYmFyYmF6cXV4Zg"],
                "stands": "day",
            },
        )
    ]
)
class EnquiryIn(StrictSerializer):
    """Could you take somebody like this? No text, and nothing by which anybody could be told."""

    service = StrictCode(choices=SERVICE_CODES)
    needs = serializers.ListField(child=StrictCode(choices=list(NEEDS)), required=False, max_length=len(NEEDS))
    whom = StrictCode(choices=list(WHOM), required=False)
    together = StrictCode(choices=Together.values, required=False, help_text="How many people; absent: one")
    age_band = StrictCode(choices=AgeBand.values, required=False)
    region = StrictText(max_length=20, required=False, help_text="UN M49; absent: that of your country")
    language = StrictText(max_length=12, required=False, help_text="BCP 47")
    interpreter_needed = StrictFlag(required=False)
    receivers = serializers.ListField(
        child=StrictText(max_length=36),
        min_length=1,
        max_length=10,
        help_text="Organizations of this server that give it: their `member` in the directory, or their `id` there",
    )
    stands = StrictCode(choices=Stands.values, required=False, help_text="How long it can be answered; absent: a day")


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A place until Friday",
            request_only=True,
            value={"on_behalf_of": "ada@example.org", "answer": "yes", "until": "2027-02-15"},
        ),
        OpenApiExample(
            "Full",
            request_only=True,
            value={"on_behalf_of": "ada@example.org", "answer": "no", "reason": "no_capacity"},
        ),
    ]
)
class EnquiryAnswerIn(OnBehalfIn):
    """Yes or maybe with the last day on which it holds, or no with a reason."""

    answer = StrictCode(choices=Answer.values)
    until = StrictDate(required=False, help_text="With yes and maybe: from today on, within 90 days")
    reason = StrictCode(choices=Refusal.values, required=False, help_text="With no")


class QuestionOut(serializers.Serializer):
    """What was asked."""

    service = serializers.ChoiceField(choices=SERVICE_CODES)
    needs = serializers.ListField(child=serializers.ChoiceField(choices=list(NEEDS)))
    whom = serializers.ChoiceField(choices=list(WHOM), allow_null=True)
    together = serializers.ChoiceField(choices=Together.values)
    age_band = serializers.ChoiceField(choices=AgeBand.values, allow_null=True)
    region = serializers.CharField(allow_null=True)
    language = serializers.CharField(allow_null=True)
    interpreter_needed = serializers.BooleanField()


class EnquiryAnswerOut(serializers.Serializer):
    """What one organization answered."""

    organization = PartyOut()
    answer = serializers.ChoiceField(choices=Answer.values, allow_null=True, help_text="Null: not yet")
    until = serializers.DateField(allow_null=True)
    holds = serializers.BooleanField(help_text="A yes or maybe whose last day isn't over")
    reason = serializers.ChoiceField(choices=Refusal.values, allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)


class EnquiryOut(serializers.Serializer):
    """An enquiry as your organization may see it: as its sender with all answers, as one that was asked with its own.

    Who asked is told to nobody.
    """

    id = serializers.CharField()
    role = serializers.ChoiceField(choices=Role.values)
    state = serializers.ChoiceField(choices=EnquiryState.values)
    version = serializers.IntegerField()
    asked_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField()
    question = QuestionOut()
    answers = EnquiryAnswerOut(many=True)


class EnquiryPage(serializers.Serializer):
    """A page of enquiries, newest first."""

    contents = EnquiryOut(many=True)
    next_cursor = serializers.CharField(allow_null=True)
