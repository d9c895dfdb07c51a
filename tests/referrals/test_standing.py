"""Each condition under which a consent carries a referral, one at a time: asked of the facts, and at a read."""

import datetime
from dataclasses import replace

import pytest

from casemgr.errors import Gone
from casemgr.ids import uuid7
from cases.consent_categories import FIELDS
from referrals import actions, standing
from referrals.models import Referral
from referrals.standing import Standing
from tests.conftest import as_user

DAY = datetime.date(2026, 11, 22)
TOMORROW = DAY + datetime.timedelta(days=1)
RECEIVER = uuid7()
REFERRAL = Referral(receiver_id=RECEIVER, service_code="legal_aid")
GOOD = Standing(
    decision="given",
    purpose="share",
    recipient_id=RECEIVER,
    service_code="legal_aid",
    categories=["identity"],
    starts_on=DAY,
    ends_on=TOMORROW,
    ended_at=None,
    never_share=False,
    worker_id=uuid7(),
)


@pytest.mark.nodb
def test_a_consent_covers_its_own_fields_for_any_or_the_same_service():
    assert GOOD.covers(REFERRAL, DAY, FIELDS["identity"])
    assert replace(GOOD, service_code="").covers(REFERRAL, DAY)


@pytest.mark.nodb
@pytest.mark.parametrize(
    "change",
    [
        {"decision": "declined"},
        {"purpose": "store"},
        {"recipient_id": uuid7()},
        {"service_code": "medical"},
        {"categories": ["language"]},
        {"categories": []},
        {"starts_on": TOMORROW},
        {"ends_on": DAY},
        {"ended_at": datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)},
        {"never_share": True},
    ],
    ids=lambda change: "-".join(change),
)
def test_it_covers_nothing_when_one_condition_fails(change):
    assert not replace(GOOD, **change).covers(REFERRAL, DAY, FIELDS["identity"])


def test_an_expired_consent_ends_reading_without_anybodys_act(accepted, answering, monkeypatch):
    in_two_years = datetime.date.today() + datetime.timedelta(days=730)
    monkeypatch.setattr(standing, "today", lambda _organization: in_two_years)
    with pytest.raises(Gone), as_user(answering):
        actions.read_disclosure(accepted, by=answering)


def test_a_field_outside_the_agreed_kinds_ends_reading(accepted, answering, monkeypatch):
    monkeypatch.setitem(FIELDS, "identity", FIELDS["identity"][1:])
    with pytest.raises(Gone), as_user(answering):
        actions.read_disclosure(accepted, by=answering)
