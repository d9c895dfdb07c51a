"""A step of a referral reaches the other system: signed, once, again when it failed, and not for ever."""

import datetime
import itertools
import json

import pytest

from casemgr.audit import events
from casemgr.encryption.errors import Tampered
from casemgr.outbound import fetching
from cases.models import Notification
from referrals import actions
from referrals import tasks as jobs
from referrals.models import WebhookDelivery, WebhookEndpoint, webhook_endpoint
from referrals.webhooks import sending
from tests.conftest import as_user, make_person_of
from tests.pages.test_people import entries
from tests.webhooks.conftest import connect, deliveries, waiting_jobs, work


@pytest.fixture
def endpoint(receiver, hook):
    return connect(receiver, hook)


def test_the_receiver_is_told_of_an_offer_and_the_library_takes_it(endpoint, hook, offer):
    work()
    message = hook.verified(endpoint.secret)
    assert message["type"] == "referral.offered"
    assert message["data"] == {"referral": offer, "version": 2}
    assert hook.ids == [message["id"]]
    assert datetime.datetime.fromisoformat(message["timestamp"]).tzinfo is not None


def test_every_step_is_told_to_both_sides_and_each_is_signed(
    receiver, sender, hooks, endpoint, hook, taken_on, request
):
    other = hooks()
    secret = connect(sender, other).secret
    colleague = request.getfixturevalue("colleague_named").public_id
    work()
    for event, body in (
        ("contact", {"result": "failed"}),
        ("contact", {"result": "ok"}),
        ("complete", {"outcome": "other"}),
    ):
        assert receiver.act(taken_on, event, {"on_behalf_of": colleague} | body).status_code == 200
    assert sender.post(f"referrals/{taken_on}/revoke").status_code == 200
    work()
    later = ["referral.contact_recorded"] * 2 + ["referral.completed", "referral.revoked"]
    assert hook.types == ["referral.offered", "referral.accepted", *later]
    assert other.types == later, "the sender's endpoint came when the rest had happened"
    for number in range(len(hook.got)):
        hook.verified(endpoint.secret, number)
    for number in range(len(other.got)):
        other.verified(secret, number)
    assert len(set(hook.ids)) == len(hook.ids)
    assert not set(hook.ids) & set(other.ids), "each organization has its own copy"


def test_nobody_is_told_of_a_draft(sender, hooks, draft):
    own = hooks()
    connect(sender, own)
    sender.act(draft, "withdraw")
    work()
    assert own.got == []


def test_errors_then_success_keep_the_same_id(receiver, endpoint, hook, offer, clock):
    hook.answers = [500, 503, 200]
    work()
    clock.on(seconds=10)
    work()
    clock.on(minutes=6)
    work()
    assert len(hook.got) == 3
    assert len(set(hook.ids)) == 1
    assert len({body for _headers, body in hook.got}) == 1
    [one] = deliveries(receiver)
    assert (one.state, one.attempts, one.last_status, one.problem) == ("delivered", 3, 200, "")


def test_ten_attempts_in_about_75_hours_and_then_none(receiver, endpoint, hook, offer, clock, auditor_of):
    hook.answers = [500]
    began, times = clock.now, []
    for _minute in range(90 * 60 // 5):
        before = len(hook.got)
        work()
        times += [clock.now - began] * (len(hook.got) - before)
        clock.on(minutes=5)
    hours = [time.total_seconds() / 3600 for time in times]
    assert len(hours) == 10
    assert 66 < hours[-1] < 84
    assert hours == sorted(hours)
    gaps = [later - earlier for earlier, later in itertools.pairwise(hours[2:])]
    assert all(later > earlier for earlier, later in itertools.pairwise(gaps)), "each wait is longer"
    [one] = deliveries(receiver)
    assert (one.state, one.attempts, one.next_attempt_at) == ("failed", 10, None)
    assert len(entries(events.WEBHOOK_GIVEN_UP, auditor_of(receiver.organization))) == 1
    assert waiting_jobs(clock.now + datetime.timedelta(days=30)) == []


def test_a_redirect_is_a_failure_and_not_followed(receiver, endpoint, hook, offer):
    hook.answers = [302]
    work()
    assert len(hook.got) == 1
    [one] = deliveries(receiver)
    assert (one.state, one.problem) == ("waiting", "redirect")


def test_a_receiver_that_takes_too_long_is_given_up_and_tried_again(receiver, endpoint, hook, offer, monkeypatch):
    monkeypatch.setattr(fetching, "TOTAL_SECONDS", 0.4)
    hook.slow = 1
    work()
    [one] = deliveries(receiver)
    assert (one.state, one.problem, one.last_status) == ("waiting", "timeout", None)


@pytest.mark.parametrize("status", [199, 299, 300, 400, 401, 404, 429, 500])
def test_only_2xx_is_success(status):
    assert sending.Outcome(status).arrived is (status == 299)


def test_410_disables_the_address_and_tells_the_administrators(receiver, endpoint, hook, taken_on, auditor_of):
    admin = make_person_of(receiver.organization, "org_admin")
    other_admin = make_person_of(receiver.organization, "caseworker")
    hook.answers = [410]
    work()
    assert len(hook.got) == 1, "what waited beside it isn't sent any more"
    with as_user(receiver.account):
        now = WebhookEndpoint.objects.visible_to(receiver.account).get()
    assert (now.state, now.reason) == ("disabled", "gone")
    assert {one.state for one in deliveries(receiver)} == {"failed", "stopped"}
    for person, told in ((admin, 1), (other_admin, 0)):
        with as_user(person):
            news = Notification.objects.visible_to(person).filter(kind=Notification.Kind.WEBHOOK_GONE)
            assert news.count() == told
    assert entries(events.WEBHOOK_DISABLED, auditor_of(receiver.organization))


def test_the_same_job_twice_sends_once(receiver, endpoint, hook, offer):
    work(twice=True)
    assert len(hook.got) == 1
    assert len(deliveries(receiver)) == 1
    [one] = deliveries(receiver)
    jobs.deliver(str(one.pk), str(receiver.organization.pk))
    assert len(hook.got) == 1


def test_a_crash_between_sending_and_recording_keeps_the_id(receiver, endpoint, hook, offer, clock, monkeypatch):
    sent = sending.send

    def dies(message):
        sent(message)
        raise SystemExit

    monkeypatch.setattr(sending, "send", dies)
    with pytest.raises(SystemExit):
        work()
    monkeypatch.setattr(sending, "send", sent)
    [one] = deliveries(receiver)
    assert (one.state, one.attempts) == ("waiting", 1)
    jobs.deliver(str(one.pk), str(receiver.organization.pk))
    assert len(hook.got) == 1, "not before its time"
    clock.on(minutes=5)
    jobs.catch_up(0)
    work()
    assert len(hook.got) == 2 and len(set(hook.ids)) == 1
    assert deliveries(receiver)[0].state == "delivered"


def test_what_a_dying_worker_took_with_it_is_caught_up(receiver, endpoint, hook, offer, clock, empty_queue):
    empty_queue()
    work()
    assert hook.got == []
    clock.on(minutes=3)
    jobs.catch_up(0)
    work()
    assert hook.types == ["referral.offered"]
    jobs.catch_up(0)
    assert waiting_jobs(clock.now) == []


def test_both_secrets_sign_while_a_secret_changes(receiver, endpoint, hook, offer, clock):
    work()
    assert len(hook.got[0][0]["webhook-signature"].split()) == 1
    with as_user(receiver.account):
        _endpoint, newer = actions.rotate_webhook_secret(endpoint, by=receiver.account)
        actions.try_webhook(endpoint, by=receiver.account)
    work()
    assert len(hook.got[1][0]["webhook-signature"].split()) == 2
    hook.verified(endpoint.secret)
    hook.verified(newer)
    clock.on(hours=24)
    with as_user(receiver.account):
        actions.try_webhook(endpoint, by=receiver.account)
    work()
    assert len(hook.got[2][0]["webhook-signature"].split()) == 1


def test_a_test_is_about_nothing(receiver, endpoint, hook):
    with as_user(receiver.account):
        actions.try_webhook(endpoint, by=receiver.account)
    work()
    message = hook.verified(endpoint.secret)
    assert message["type"] == "webhook.test" and message["data"] == {}
    assert receiver.get("events").json()["contents"] == []


def test_a_delivery_can_be_sent_again_under_its_id(receiver, endpoint, hook, offer):
    work()
    [one] = deliveries(receiver)
    with as_user(receiver.account):
        actions.redeliver(one, by=receiver.account)
    work()
    assert len(hook.got) == 2 and len(set(hook.ids)) == 1
    assert deliveries(receiver)[0].attempts == 1


def test_jobs_carry_ids_only(endpoint, offer):
    [(_number, name, args)] = waiting_jobs()[-1:]
    assert name == "webhooks.publish"
    assert set(json.loads(args) if isinstance(args, str) else args) == {"event", "organization"}
    assert set(jobs.deliver.func.__annotations__) == {"delivery", "organization", "return"}


def test_an_address_inside_the_network_is_never_posted_to(receiver, hook, endpoint, offer, settings):
    """What identity providers may be reached at is no leave for webhooks."""
    settings.CASEMGR_OUTBOUND_ALLOW, settings.CASEMGR_WEBHOOK_ALLOW = settings.CASEMGR_WEBHOOK_ALLOW, []
    work()
    assert hook.got == []
    [one] = deliveries(receiver)
    assert (one.state, one.problem) == ("waiting", "address")


def test_an_address_whose_key_is_gone_is_given_up_and_still_listed(receiver, endpoint, hook, offer, monkeypatch):
    """After a restore of the database alone, for example: nothing breaks, and it can be removed."""

    def tampered(sealed, purpose):
        raise Tampered

    monkeypatch.setattr(webhook_endpoint, "open_secret", tampered)
    work()
    [one] = deliveries(receiver)
    assert (hook.got, one.state, one.problem) == ([], "failed", "unreadable")
    [listed] = receiver.get("webhook-endpoints").json()["contents"]
    assert listed["url"] is None
    gone = receiver.call("DELETE", f"webhook-endpoints/{listed['id']}", match='"v1"')
    assert gone.status_code == 204


def test_a_waiting_delivery_says_when(receiver, endpoint, hook, offer):
    hook.answers = [500]
    work()
    [one] = deliveries(receiver)
    assert one.state == WebhookDelivery.State.WAITING and one.next_attempt_at is not None
