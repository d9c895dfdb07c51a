"""Calls that intake of Harbor House took."""

from __future__ import annotations

import datetime

import pytest
from django.db import transaction

from cases import actions
from cases.models import CallTally, QuickContact
from tests.conftest import as_user, make_person_of

TODAY = datetime.date.today()
OFFERED = {
    "needs": ["emergency_shelter", "legal_aid"],
    "language": "es",
    "country": "USA",
    "region": "Old Town",
    "danger": True,
    "way": "call",
    "reach": "+1 555 0199",
    "alias": "Sorrel",
    "hours": "After nine, say it is the library",
    "call_on": TODAY,
    "words": "She hides in a friend's flat.",
}


def call(by, *, mine=True, **changes):
    """A call for help as `by` took it."""
    with as_user(by):
        return actions.take_contact(kind="help", channel="phone", by=by, mine=mine, **OFFERED | changes)


def seen(by):
    """The contacts that somebody sees, by themselves and by the database alone."""
    with as_user(by), transaction.atomic():
        rows = set(QuickContact.objects.visible_to(by).values_list("pk", flat=True))
        assert set(QuickContact.objects.unscoped("the database alone").values_list("pk", flat=True)) == rows
        return rows


def now_is(contact, by):
    with as_user(by), transaction.atomic():
        return QuickContact.objects.visible_to(by).get(pk=contact.pk)


def tally(by):
    """{(part, code, channel): count} as somebody reads it."""
    with as_user(by), transaction.atomic():
        return {(one.part, one.code, one.channel): one.count for one in CallTally.objects.visible_to(by)}


@pytest.fixture
def contact(intake):
    return call(intake)


@pytest.fixture
def other_intake(harbor):
    return make_person_of(harbor, "intake")


@pytest.fixture
def recipient(harbor):
    return make_person_of(harbor, "complaint_recipient")
