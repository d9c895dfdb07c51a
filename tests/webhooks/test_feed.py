"""The feed: everything once, in order, nothing skipped, only of referrals that the caller sees."""

import datetime
from unittest import mock

import pytest
from django.utils import timezone

from referrals.models import WebhookEvent
from referrals.webhooks import keeping
from tests.conftest import as_user
from tests.partner_api.conftest import fetch_token
from tests.webhooks.conftest import connect, feed_of, work


def read(partner, **query):
    reply = partner.get("events?" + "&".join(f"{name}={value}" for name, value in query.items()))
    assert reply.status_code == 200, reply.content
    return reply.json()


def test_a_system_without_webhooks_reads_what_happened(sender, receiver, taken_on):
    work()
    page = read(receiver)
    assert [one["type"] for one in page["contents"]] == ["referral.offered", "referral.accepted"]
    assert {one["data"]["referral"] for one in page["contents"]} == {taken_on}
    assert [one["data"]["version"] for one in page["contents"]] == [2, 3]
    assert page["more"] is False and page["next_after"] == page["contents"][-1]["id"]
    later = read(receiver, after=page["next_after"])
    assert later == {"contents": [], "next_after": page["next_after"], "more": False}
    assert {one["id"] for one in read(sender)["contents"]}.isdisjoint(one["id"] for one in page["contents"])


def test_the_feed_and_the_webhook_share_the_id(receiver, hook, request):
    connect(receiver, hook)
    request.getfixturevalue("offer")
    work()
    assert [one["id"] for one in read(receiver)["contents"]] == hook.ids


def test_pages_follow_each_other_without_a_gap(receiver, taken_on, sender):
    sender.post(f"referrals/{taken_on}/revoke")
    work()
    found, after = [], {}
    while True:
        page = read(receiver, limit=1, **after)
        found += page["contents"]
        after = {"after": page["next_after"]}
        if not page["more"]:
            break
    assert [one["type"] for one in found] == ["referral.offered", "referral.accepted", "referral.revoked"]


def test_places_are_given_after_commit_in_the_order_of_publishing(receiver, taken_on):
    """What isn't published isn't read: a slower transaction can't slip in before what was read already."""
    assert read(receiver)["contents"] == []
    work(twice=True)
    assert [one.position for one in feed_of(receiver)] == [1, 2]


def test_an_empty_feed_has_no_place(outsider, taken_on):
    work()
    assert read(outsider) == {"contents": [], "next_after": None, "more": False}


def test_anothers_cursor_is_as_wrong_as_an_invented_one(receiver, outsider, taken_on):
    work()
    theirs = read(receiver)["next_after"]
    refused = [outsider.get(f"events?after={after}") for after in (theirs, "A" * 22)]
    assert [one.status_code for one in refused] == [400, 400]
    assert refused[0].content == refused[1].content
    assert refused[0].json()["type"] == "urn:casemgr:problem:cursor_invalid"


def test_a_token_for_one_side_reads_no_events_of_the_other(receiver, sender, taken_on):
    work()
    for partner, scope in ((receiver, "referral:send"), (sender, "referral:receive")):
        token = fetch_token(partner, scope).json()["access_token"]
        assert partner.get("events", token=token).json()["contents"] == []
    token = fetch_token(receiver, "referral:decide").json()["access_token"]
    assert len(receiver.get("events", token=token).json()["contents"]) == 2


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "after=" + "a" * 23])
def test_wrong_questions_are_refused(receiver, query):
    assert receiver.get(f"events?{query}").status_code == 422


def test_tidying_removes_what_is_older_than_30_days(receiver, hook, request):
    connect(receiver, hook)
    request.getfixturevalue("taken_on")
    work()
    with as_user(receiver.account):
        first = WebhookEvent.objects.published(receiver.account).order_by("position").first()
    after = first.public_id
    later = first.at + datetime.timedelta(days=keeping.DAYS, microseconds=1)
    with as_user(receiver.account), mock.patch.object(timezone, "now", lambda: later):
        assert keeping.purge(using="default") == 1, "as the organization: the test's rows aren't the owner's to see"
    assert receiver.get(f"events?after={after}").status_code == 400
    assert [one["type"] for one in read(receiver)["contents"]] == ["referral.accepted"]
