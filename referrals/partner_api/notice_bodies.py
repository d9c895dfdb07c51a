"""The bodies of statutory notices. Answers hold codes and times: what is told is read by people alone."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from cases.codelists.countries import COUNTRIES
from cases.consent_categories import FIELDS
from cases.models import StatutoryNotice
from cases.notices.codes import Counsel, Informed, Kind, Lawful, Urgency
from cases.notices.lifecycle import State

from .fields import StrictCode, StrictFlag, StrictSerializer, StrictText

TOLD = [kind for kind, fields in FIELDS.items() if fields]
NOTICE_STATES = [state.value for state in State]


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Somebody is in danger",
            request_only=True,
            value={
                "consent": "Zm9vYmFyYmF6cXV4Zm9vYg",
                "kind": "imminent_danger",
                "recipient": "Harbor Police, 555 0110",
                "categories": ["contact"],
                "words": "She called: somebody is at her door.",
                "why": "She asked us to call for help.",
                "informed": "told",
                "call_back": "Night desk, 555 0100",
            },
        )
    ]
)
class NoticeIn(StrictSerializer):
    """A draft. Exactly one of `consent` and `case` says whom it is about. A person completes, approves and sends it."""

    consent = StrictText(max_length=22, required=False, help_text="Id of a consent of this person that you recorded")
    case = StrictText(max_length=22, required=False, help_text="Id of the case, as in the address of its page")
    kind = StrictCode(choices=Kind.values)
    urgency = StrictCode(choices=Urgency.values, required=False, help_text="Absent: now in imminent danger, else a day")
    country = StrictCode(choices=list(COUNTRIES), required=False, help_text="Whose law it is; ISO 3166-1 alpha-3")
    lawful = StrictCode(choices=Lawful.values, required=False)
    provision = StrictText(max_length=2000, required=False, help_text="Which law or order, in words")
    recipient = StrictText(max_length=500, required=False, help_text="Who is told, and how to reach them")
    never_share = StrictFlag(required=False, help_text="The person's never-share list forbids telling them")
    categories = serializers.ListField(child=StrictCode(choices=TOLD), required=False, max_length=len(TOLD))
    words = StrictText(max_length=4000, required=False, help_text="Told in own words")
    call_back = StrictText(max_length=300, required=False, help_text="Who can be called back")
    why = StrictText(max_length=2000, required=False, help_text="For the second person; it isn't told")
    informed = StrictCode(choices=Informed.values, required=False, help_text="Was the person told beforehand")
    informed_words = StrictText(max_length=1000, required=False)
    counsel = StrictCode(choices=Counsel.values, required=False, help_text="Was counsel asked")
    counsel_words = StrictText(max_length=1000, required=False)
    served_by = StrictText(max_length=500, required=False, help_text="Of an order: who served it, and when")
    scope = StrictText(max_length=2000, required=False, help_text="Of an order: what it asks for")


class NoticeOut(serializers.Serializer):
    """Where a notice stands that your system drafted."""

    id = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.values)
    urgency = serializers.ChoiceField(choices=Urgency.values)
    state = serializers.ChoiceField(choices=NOTICE_STATES)
    version = serializers.IntegerField()
    drafted_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(help_text="When it has to be sent by")
    sent_at = serializers.DateTimeField(allow_null=True)


class NoticePage(serializers.Serializer):
    """A page of notices, newest first."""

    contents = NoticeOut(many=True)
    next_cursor = serializers.CharField(allow_null=True)


def notice(row: StatutoryNotice) -> dict[str, Any]:
    """Codes and times of one."""
    names = ("kind", "urgency", "state", "version", "drafted_at", "due_at", "sent_at")
    return {"id": row.public_id} | {name: getattr(row, name) for name in names}
