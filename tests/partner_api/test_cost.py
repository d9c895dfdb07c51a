"""What a step over the API may cost: its statements are counted, since each one more is paid by every referral."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casemgr.accounts.acting import acting_as_user
from referrals.actions import Sought
from referrals.codes import Role
from referrals.models import IdempotencyRecord
from referrals.partner_api import idempotency
from tests.conftest import make_person_of
from tests.partner_api.conftest import fetch_token
from tests.referrals.conftest import with_second_factor

SWEEP = 'DELETE FROM "referrals_idempotencyrecord"'  # one key in sixteen, by chance, cleans up for all
OFFER, ACCEPT = 20, 28  # the four of the test's own transaction among them


def statements(partner, referral, event, body=None):
    match = partner.get(f"referrals/{referral}")["ETag"]
    with CaptureQueriesContext(connection) as asked:
        reply = partner.post(f"referrals/{referral}/{event}", body, match=match)
    assert reply.status_code == 200, reply.content
    told = [one["sql"][:300] for one in asked]
    return [one for one in told if not one.startswith(SWEEP)]


def test_an_offer_and_its_acceptance_cost_no_more_than_this(sender, receiver, draft, colleague_named):
    offered = statements(sender, draft, "submit")
    assert len(offered) <= OFFER, "\n".join(offered)
    accepted = statements(receiver, draft, "accept", {"on_behalf_of": colleague_named.public_id})
    assert len(accepted) <= ACCEPT, "\n".join(accepted)


def test_what_is_not_there_is_not_there_whatever_else_is_wrong(outsider, receiver, offer, draft):
    for body in ({"on_behalf_of": "nobody"}, {"planted": 1}, {}):
        assert outsider.post(f"referrals/{offer}/accept", body, match='"v2"').status_code == 404
    assert receiver.post(f"referrals/{offer}/accept", {"on_behalf_of": "nobody"}, match='"v2"').status_code == 422


def test_what_is_sought_is_there_for_the_side_of_the_token_and_for_both_who_ask(sender, draft, leading, harbor):
    blind = make_person_of(harbor, "org_admin")  # sees no case
    for roles, by, there in (
        ({Role.SENDER}, sender.account, True),
        ({Role.RECEIVER}, sender.account, False),
        ({Role.SENDER}, leading, True),
        ({Role.SENDER}, blind, False),
    ):
        with acting_as_user(sender.account):  # to whom the database shows it: the scope alone is asked
            assert Sought(draft, sender.account, frozenset(roles)).seen_by(by).exists() == there


@pytest.mark.parametrize(("scope", "status"), [("referral:send", 403), ("referral:decide", 403)])
def test_a_token_for_one_side_finds_nothing_on_the_other(sender, draft, scope, status):
    token = fetch_token(sender, scope).json()["access_token"]
    path = "accept" if scope == "referral:send" else "submit"
    assert sender.post(f"referrals/{draft}/{path}", {}, match='"v1"', token=token).status_code == status


def test_a_token_to_decide_does_not_find_what_was_sent(sender, offer, leading):
    token = fetch_token(sender, "referral:decide").json()["access_token"]
    body = {"on_behalf_of": leading.public_id}
    assert sender.post(f"referrals/{offer}/accept", body, match='"v2"', token=token).status_code == 404
    assert sender.post(f"referrals/{offer}/accept", body, match='"v2"').status_code == 403


def test_outdated_answers_go_with_a_few_of_the_calls_that_come(sender, consent, monkeypatch):
    def kept():
        with acting_as_user(sender.account):
            return IdempotencyRecord.objects.visible_to(sender.account).filter(created_at__lt=old).count()

    old = timezone.now() - datetime.timedelta(hours=48)
    with acting_as_user(sender.account):
        IdempotencyRecord.objects.visible_to(sender.account).update(created_at=old - datetime.timedelta(hours=1))
    before = kept()
    assert before
    for sweeps, left in ((0, before), (256, 0)):
        monkeypatch.setattr(idempotency, "_SWEEPS", sweeps)
        sender.post("referrals", {"consent": consent, "service": "medical"})
        assert kept() == left


def test_the_one_named_must_see_it_too(receiver, offer, lotus):
    auditor = with_second_factor(make_person_of(lotus, "org_admin"))
    body = {"on_behalf_of": auditor.public_id}
    assert receiver.act(offer, "accept", body).status_code == 422
