"""The bodies of the API. Requests take exactly the named fields; answers are built by `shown` from what may be seen."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from cases.codelists.services import SERVICES
from cases.consent_categories import CATEGORIES
from cases.models import Consent, SafeContact
from referrals.codes import AgeBand, Feedback, NotPhoned, Outcome, Role, Urgency, Way
from referrals.lifecycle import ActorRole, ContactResult, DeclineReason, EndReason, Event, State
from referrals.models.event import BESIDE

from .fields import StrictCode, StrictDate, StrictFlag, StrictNumber, StrictSerializer, StrictText, StrictTime

SERVICE_CODES = list(SERVICES)
STATES = [str(state) for state in State]
EVENTS = [str(event) for event in Event]


class PersonIn(StrictSerializer):
    """As little of a person as the referral needs."""

    alias = StrictText(max_length=120)
    legal_name = StrictText(max_length=200, required=False)
    birth_date = StrictDate(required=False)
    birth_year = StrictNumber(required=False, min_value=1900, max_value=2100)
    pronouns = StrictText(max_length=20, required=False)
    gender = StrictText(max_length=30, required=False, help_text="HTCDS prs_Gender")
    citizenship = StrictText(min_length=3, max_length=3, required=False, help_text="ISO 3166-1 alpha-3")
    phone = StrictText(max_length=40, required=False)
    email = StrictText(max_length=254, required=False)
    address = StrictText(max_length=500, required=False)
    accessibility = StrictText(max_length=500, required=False)
    preferred_language = StrictText(max_length=12, required=False, help_text="BCP 47")
    interpreter_needed = StrictFlag(required=False)


class SafeContactIn(StrictSerializer):
    """How the person may be reached. What is not said is not allowed."""

    channel = StrictCode(choices=SafeContact.Channel.values)
    may_call = StrictFlag(required=False)
    may_text = StrictFlag(required=False)
    may_voicemail = StrictFlag(required=False)
    may_email = StrictFlag(required=False)
    hours = StrictText(max_length=200, required=False)
    who_may_answer = StrictText(max_length=200, required=False)
    if_someone_else = StrictText(max_length=300, required=False)
    code_word = StrictText(max_length=60, required=False)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Consent to share a name and a phone number",
            request_only=True,
            value={
                "person": {"alias": "River", "phone": "+15550100", "preferred_language": "sw"},
                "safe_contact": {"channel": "text", "may_text": True, "hours": "10:00-12:00"},
                "recipient": "Zm9vYmFyYmF6cXV4Zm9vYg",
                "service": "legal_aid",
                "categories": ["identity", "contact"],
                "method": "spoken",
                "ends_on": "2027-06-30",
            },
        )
    ]
)
class ConsentIn(StrictSerializer):
    """What the person agreed to, and how they were asked. It covers keeping what you send and sharing it on."""

    person = PersonIn()
    safe_contact = SafeContactIn(required=False)
    recipient = StrictText(
        max_length=36, help_text="The organization that may receive: its `member` in the directory, or its `id` there"
    )
    service = StrictCode(choices=SERVICE_CODES, required=False, help_text="Absent: any service")
    categories = serializers.ListField(
        child=StrictCode(choices=list(CATEGORIES)), min_length=1, max_length=len(CATEGORIES)
    )
    basis = StrictCode(choices=Consent.Basis.values, required=False)
    method = StrictCode(choices=Consent.Method.values)
    language = StrictText(max_length=12, required=False, help_text="BCP 47; in which it was explained")
    note = StrictText(max_length=500, required=False, help_text="Who was there")
    ends_on = StrictDate(help_text="First day on which it no longer holds")


class ConsentOut(serializers.Serializer):
    """A consent, without the person."""

    id = serializers.CharField()
    recipient = serializers.CharField()
    service = serializers.CharField(allow_null=True)
    categories = serializers.ListField(child=serializers.CharField())
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    ended_at = serializers.DateTimeField(allow_null=True)


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Legal aid, soon",
            request_only=True,
            value={"consent": "Zm9vYmFyYmF6cXV4Zm9vYg", "service": "legal_aid", "urgency": "urgent"},
        )
    ]
)
class ReferralIn(StrictSerializer):
    """A draft. The receiver is the recipient of the consent."""

    consent = StrictText(max_length=22, help_text="Id of the consent it stands on")
    service = StrictCode(choices=SERVICE_CODES)
    urgency = StrictCode(choices=Urgency.values, required=False)
    needs = serializers.ListField(child=StrictCode(choices=SERVICE_CODES), required=False, max_length=10)
    feedback = StrictCode(choices=Feedback.values, required=False, help_text="What may be told back")
    onward_from = StrictText(
        max_length=22, required=False, help_text="Id of a referral you received and accepted; nobody else learns of it"
    )


class ReferralPatch(StrictSerializer):
    """Changes of a draft."""

    service = StrictCode(choices=SERVICE_CODES, required=False)
    urgency = StrictCode(choices=Urgency.values, required=False)
    needs = serializers.ListField(child=StrictCode(choices=SERVICE_CODES), required=False, max_length=10)
    feedback = StrictCode(choices=Feedback.values, required=False)


class NothingIn(StrictSerializer):
    """No fields: `{}`."""


class OnBehalfIn(StrictSerializer):
    """Who at your organization decided."""

    on_behalf_of = StrictText(max_length=254, help_text="Id or e-mail address of an active colleague")


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A place next month",
            request_only=True,
            value={"on_behalf_of": "ada@example.org", "until": "2027-02-15"},
        )
    ]
)
class WaitlistIn(OnBehalfIn):
    """Until when it stays on the waiting list."""

    until = StrictDate(help_text="Last day on the list; after today, and while the person's consent lasts")


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "They moved away",
            request_only=True,
            value={"on_behalf_of": "ada@example.org", "reason": "moved_away"},
        )
    ]
)
class EndIn(OnBehalfIn):
    """Why it ended without being completed."""

    reason = StrictCode(choices=[str(reason) for reason in EndReason])


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Sent for the wrong person",
            request_only=True,
            value={"on_behalf_of": "ada@example.org", "reason": "Sent for the wrong person"},
        )
    ]
)
class ErrorIn(OnBehalfIn):
    """Why it should never have been. Only your organization can read it."""

    reason = StrictText(max_length=500)


@extend_schema_serializer(
    examples=[
        OpenApiExample("Telephoned", request_only=True, value={"phoned_at": "2026-11-29T09:30:00Z"}),
        OpenApiExample("Nobody answered", request_only=True, value={"not_phoned": "no_answer"}),
    ]
)
class PhoneIn(StrictSerializer):
    """One of the two: when the receiver was telephoned, or why not."""

    phoned_at = StrictTime(required=False)
    not_phoned = StrictCode(choices=NotPhoned.values, required=False)


class DeclineIn(OnBehalfIn):
    """A coded no."""

    reason = StrictCode(choices=[str(reason) for reason in DeclineReason])


class ContactIn(OnBehalfIn):
    """How reaching the person went."""

    result = StrictCode(choices=[str(result) for result in ContactResult])


class CompleteIn(OnBehalfIn):
    """How the service ended."""

    outcome = StrictCode(choices=Outcome.values)


class PartyOut(serializers.Serializer):
    """One side of a referral."""

    id = serializers.CharField()
    name = serializers.CharField()


class OfferOut(serializers.Serializer):
    """The offer: coded facts that name nobody."""

    service = serializers.ChoiceField(choices=SERVICE_CODES)
    needs = serializers.ListField(child=serializers.ChoiceField(choices=SERVICE_CODES))
    urgency = serializers.ChoiceField(choices=Urgency.values)
    deadline = serializers.DateTimeField(allow_null=True)
    age_band = serializers.ChoiceField(choices=AgeBand.values, allow_null=True)
    region = serializers.CharField(allow_null=True)
    language = serializers.CharField(allow_null=True)
    interpreter_needed = serializers.BooleanField()
    wait_until = serializers.DateField(allow_null=True, help_text="Last day on the receiver's waiting list")


class ReferralOut(serializers.Serializer):
    """A referral as your organization may see it now. `offer` is null once it is closed to you."""

    id = serializers.CharField()
    role = serializers.ChoiceField(choices=Role.values)
    state = serializers.ChoiceField(choices=STATES)
    state_since = serializers.DateTimeField()
    version = serializers.IntegerField()
    sender = PartyOut()
    receiver = PartyOut()
    offer = OfferOut(allow_null=True)
    offered_at = serializers.DateTimeField(allow_null=True)
    consent = serializers.CharField(allow_null=True, help_text="Only for the sender")
    onward_from = serializers.CharField(allow_null=True, help_text="Only for the sender: what it passes on")
    phone_now = serializers.BooleanField(help_text="An emergency: the sender should telephone the receiver now")
    reason_code = serializers.CharField(allow_null=True)
    outcome = serializers.CharField(allow_null=True)
    allowed_events = serializers.ListField(child=serializers.ChoiceField(choices=EVENTS))


class ReferralPage(serializers.Serializer):
    """A page of referrals, newest first."""

    contents = ReferralOut(many=True)
    next_cursor = serializers.CharField(allow_null=True)


class DisclosureOut(serializers.Serializer):
    """What the person agreed to share, as it was when it was accepted. Field names as in the consent's kinds."""

    referral = serializers.CharField()
    released_at = serializers.DateTimeField()
    categories = serializers.ListField(child=serializers.CharField())
    fields_ = serializers.DictField(source="fields", help_text="Values by field name; null where nothing is recorded")

    def get_fields(self) -> dict[str, serializers.Field]:
        """`fields` is a name of DRF's own: it is declared as `fields_` and published as `fields`."""
        declared = super().get_fields()
        declared["fields"] = declared.pop("fields_")
        declared["fields"].source = None
        return declared


class EventOut(serializers.Serializer):
    """One step of a referral."""

    event = serializers.ChoiceField(choices=[*BESIDE, *EVENTS])
    actor_role = serializers.ChoiceField(choices=[str(role) for role in ActorRole])
    from_state = serializers.ChoiceField(choices=STATES, allow_null=True)
    to_state = serializers.ChoiceField(choices=STATES)
    code = serializers.CharField(allow_null=True)
    way = serializers.ChoiceField(
        choices=Way.values,
        allow_null=True,
        help_text="How it was learned, where the sender wrote it down for the receiver",
    )
    at = serializers.DateTimeField()


class EventPage(serializers.Serializer):
    """All steps, oldest first."""

    contents = EventOut(many=True)


class ErrorOut(serializers.Serializer):
    """Where in the body, and what."""

    pointer = serializers.CharField(help_text="JSON pointer (RFC 6901)")
    detail = serializers.CharField()
    code = serializers.CharField()


class ProblemOut(serializers.Serializer):
    """RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = ErrorOut(many=True, required=False)  # type: ignore[assignment]  # DRF takes it off the class
    allowed_events = serializers.ListField(child=serializers.CharField(), required=False)
