"""Addresses and deliveries by the partner API: each system its own, secrets shown once."""

import json

import jsonschema
import pytest
from django.db import connection

from casemgr.audit import events
from referrals.actions.webhooks import MOST
from referrals.models import IdempotencyRecord, WebhookEndpoint
from referrals.partner_api.webhooks_described import webhooks
from referrals.webhooks.kinds import ALL
from tests.conftest import as_user
from tests.outbound.conftest import opened, resolver  # noqa: F401 - fixtures
from tests.outbound.test_hostile_addresses import LEADING, WRITTEN
from tests.pages.test_people import entries
from tests.partner_api.conftest import fetch_token
from tests.webhooks.conftest import connect, deliveries, work

URL = "https://hooks.example.org/Planted-Path?token=Planted-Token"


def add(partner, url=URL, **more):
    return partner.post("webhook-endpoints", {"url": url}, **more)


@pytest.fixture
def added(sender):
    reply = add(sender)
    assert reply.status_code == 201, reply.content
    return reply


def test_an_address_is_added_read_and_removed(sender, added, auditor_of):
    body = added.json()
    assert body["secret"].startswith("whsec_") and body["url"] == URL and body["state"] == "active"
    path = added["Location"].removeprefix("/api/v1/")
    read = sender.get(path)
    assert read["ETag"] == added["ETag"] == '"v1"'
    assert read.json() == {name: value for name, value in body.items() if name != "secret"}
    assert sender.get("webhook-endpoints").json()["contents"] == [read.json()]
    assert sender.call("DELETE", path).status_code == 428
    assert sender.call("DELETE", path, match='"v2"').status_code == 412
    gone = sender.call("DELETE", path, match='"v1"')
    assert (gone.status_code, gone.content) == (204, b"")
    assert sender.get(path).status_code == 404
    auditor = auditor_of(sender.organization)
    assert entries(events.WEBHOOK_ADDED, auditor) and entries(events.WEBHOOK_REMOVED, auditor)


def test_nothing_of_address_and_secret_lies_in_clear(sender):
    """In no column of any table that the app writes: the stored answer to a keyed call included."""
    added = add(sender, key="one-key")
    secret = added.json()["secret"].removeprefix("whsec_")
    with as_user(sender.account), connection.cursor() as cursor:
        for table in ("referrals_webhookendpoint", "referrals_idempotencyrecord", "audit_auditentry"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")
            stored = cursor.fetchone()[0] or ""
            assert secret not in stored and "Planted-" not in stored, table


def test_a_repeated_call_adds_one_address_and_tells_no_secret_again(sender):
    first, again = add(sender, key="one-key"), add(sender, key="one-key")
    assert again.status_code == 201 and again["Idempotency-Replayed"] == "true"
    assert again.json() == first.json() | {"secret": None, "url": None}
    assert len(sender.get("webhook-endpoints").json()["contents"]) == 1
    with as_user(sender.account):
        kept = IdempotencyRecord.objects.visible_to(sender.account).get()
    assert json.loads(kept.response)["secret"] is None


def test_the_same_address_twice_and_too_many_are_refused(sender, added):
    assert add(sender).status_code == 422
    for number in range(MOST - 1):
        assert add(sender, f"{URL}{number}").status_code == 201
    assert add(sender, f"{URL}-more").status_code == 409


def test_a_secret_is_rotated_on_the_version_that_was_read(sender, added):
    path = f"webhook-endpoints/{added.json()['id']}/rotate-secret"
    assert sender.post(path, {}).status_code == 428
    turned = sender.post(path, {}, match=added["ETag"], key="turn")
    assert turned.status_code == 200 and turned["ETag"] == '"v2"'
    assert turned.json()["secret"] not in (None, added.json()["secret"])
    assert turned.json()["previous_secret_until"] is not None
    assert sender.post(path, {}, match=added["ETag"]).status_code == 412
    assert sender.post(path, {}, match=added["ETag"], key="turn").json()["secret"] is None


def test_another_system_finds_nothing_of_it(sender, receiver, added):
    one = added.json()["id"]
    assert receiver.get("webhook-endpoints").json()["contents"] == []
    for method, path in (
        ("GET", f"webhook-endpoints/{one}"),
        ("DELETE", f"webhook-endpoints/{one}"),
        ("POST", f"webhook-endpoints/{one}/test"),
        ("POST", f"webhook-endpoints/{one}/rotate-secret"),
    ):
        body = {} if method == "POST" else None
        theirs = receiver.call(method, path, body, match='"v1"')
        absent = receiver.call(method, path.replace(one, "A" * 22), body, match='"v1"')
        assert (theirs.status_code, theirs.content) == (404, absent.content)


def test_a_test_is_queued_and_its_delivery_tells(sender, hook):
    endpoint = connect(sender, hook)
    reply = sender.post(f"webhook-endpoints/{endpoint.public_id}/test", {})
    assert reply.status_code == 202 and reply.json()["state"] == "waiting"
    work()
    [listed] = sender.get("webhook-deliveries").json()["contents"]
    assert (listed["state"], listed["last_status"], listed["attempts"]) == ("delivered", 200, 1)
    assert listed["id"] == reply.json()["id"] and listed["type"] == "webhook.test"
    assert hook.ids == [listed["event"]]


def test_deliveries_are_listed_by_state_and_sent_again(receiver, hook, request):
    connect(receiver, hook)
    hook.answers = [410]
    request.getfixturevalue("offer")
    work()
    assert receiver.get("webhook-deliveries?state=delivered").json()["contents"] == []
    [failed] = receiver.get("webhook-deliveries?state=failed").json()["contents"]
    assert (failed["last_status"], failed["problem"]) == (410, "status")
    assert receiver.get("webhook-deliveries?state=lost").status_code == 422
    path = f"webhook-deliveries/{failed['id']}/redeliver"
    refused = receiver.post(path, {})
    assert refused.status_code == 409, "the address is disabled"
    with as_user(receiver.account):
        WebhookEndpoint.objects.visible_to(receiver.account).update(state="active", reason="")
    hook.answers, hook.got[:] = [200], []
    again = receiver.post(path, {})
    assert again.status_code == 202 and again.json()["event"] == failed["event"]
    assert receiver.post(path, {}).status_code == 409, "it waits already"
    work()
    assert hook.ids == [failed["event"]] and deliveries(receiver)[0].state == "delivered"


def test_tests_are_limited(sender, hook, empty_cache):
    endpoint = connect(sender, hook)
    path = f"webhook-endpoints/{endpoint.public_id}/test"
    found = [sender.post(path, {}) for _one in range(31)]
    assert [one.status_code for one in found] == [202] * 30 + [429]
    assert int(found[-1]["Retry-After"]) > 0


@pytest.mark.parametrize("url", [url for url in WRITTEN if url.strip() == url])
def test_a_hostile_address_is_refused_and_nothing_is_opened(sender, url, opened, resolver):  # noqa: F811
    reply = add(sender, url)
    assert reply.status_code == 422, reply.content
    assert url not in reply.content.decode()
    assert (opened, resolver.asked) == ([], [])
    assert sender.get("webhook-endpoints").json()["contents"] == []


@pytest.mark.parametrize("address", LEADING)
def test_a_name_that_leads_inside_is_never_connected_to(sender, added, address, opened, resolver):  # noqa: F811
    """Taken when it was added, pointed elsewhere later: looked at at every attempt."""
    resolver.says = [[address]]
    assert sender.post(f"webhook-endpoints/{added.json()['id']}/test", {}).status_code == 202
    known, opened[:] = len(opened), []
    work()
    [one] = deliveries(sender)
    assert (one.state, one.problem) == ("waiting", "forbidden")
    assert opened == [] and known == 0


def test_a_token_without_the_scope_is_refused(sender):
    token = fetch_token(sender, "referral:send").json()["access_token"]
    assert add(sender, token=token).status_code == 403


@pytest.mark.nodb
def test_the_document_describes_every_message():
    described = webhooks()
    assert set(described) == {*ALL, "webhook.test"}
    for kind, path in described.items():
        content = path["post"]["requestBody"]["content"]["application/json"]
        assert content["schema"]["properties"]["type"]["const"] == content["example"]["type"] == kind
        assert {one["name"] for one in path["post"]["parameters"]} == {
            "webhook-id",
            "webhook-timestamp",
            "webhook-signature",
        }


def test_what_is_sent_fits_its_description(receiver, hook, request):
    connect(receiver, hook)
    request.getfixturevalue("taken_on")
    work()
    for _headers, body in hook.got:
        message = json.loads(body)
        content = webhooks()[message["type"]]["post"]["requestBody"]["content"]["application/json"]
        jsonschema.validate(message, content["schema"])
        jsonschema.validate(content["example"], content["schema"])
        assert set(message) == {"id", "type", "timestamp", "data"}
