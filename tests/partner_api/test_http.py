"""The manners of the API: refusals as problems, versions, keys, strict bodies, scopes, pages, limits."""

import datetime
import json
import uuid

import pytest
from django.contrib.auth.hashers import check_password
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from oauth2_provider.models import AccessToken

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import PartnerClient
from referrals.models import IdempotencyRecord, Referral
from tests.partner_api.conftest import consent_body, fetch_token

PROBLEM = "application/problem+json"


def is_problem(reply, status):
    assert (reply.status_code, reply["Content-Type"]) == (status, PROBLEM), reply.content
    body = reply.json()
    assert body["status"] == status
    assert body["type"].startswith("urn:casemgr:problem:")
    return body


def test_without_a_token_the_answer_is_a_401_problem():
    reply = Client().get("/api/v1/referrals")
    is_problem(reply, 401)
    assert reply["WWW-Authenticate"].startswith("Bearer")


def test_a_token_in_the_address_is_not_taken(sender):
    is_problem(Client().get(f"/api/v1/referrals?access_token={sender.token}"), 401)


def test_a_signed_in_browser_is_no_partner(sender, caseworker):
    browser = Client()
    browser.force_login(caseworker)
    is_problem(browser.get("/api/v1/referrals"), 401)


def test_what_is_not_there_is_a_problem_for_every_method():
    for method in ("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        is_problem(Client().generic(method, "/api/v9/nothing"), 404)


def test_a_method_not_there_says_which_are(sender):
    reply = sender.call("DELETE", "referrals")
    is_problem(reply, 405)
    assert "GET" in reply["Allow"]


def test_an_error_of_ours_says_nothing_about_it(sender, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("secret words")

    monkeypatch.setattr("referrals.partner_api.views.directory.hsds_page", fail)
    reply = sender.get("directory/organizations")
    is_problem(reply, 500)
    assert b"secret words" not in reply.content


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ("[1]", 422),
        ("[" * 200_000, 400),
        ("[" * 17 + "]" * 17, 400),
        ("[" * 16 + "]" * 16, 422),
        ('"x"', 422),
        ("null", 422),
    ],
)
def test_a_body_that_is_no_object_is_refused(sender, body, status):
    reply = sender.web.generic(
        "POST",
        "/api/v1/consents",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {sender.token}", "Idempotency-Key": str(uuid.uuid4())},
    )
    is_problem(reply, status)


def test_another_media_type_is_refused(sender):
    reply = sender.web.post(
        "/api/v1/consents",
        {"alias": "x"},
        headers={"Authorization": f"Bearer {sender.token}", "Idempotency-Key": "k"},
    )
    is_problem(reply, 415)


def test_a_body_too_large_is_refused(sender):
    is_problem(sender.post("consents", {"note": "x" * 3_000_000}), 413)


@pytest.mark.parametrize(
    "change",
    [
        {"person": {"alias": 5}},
        {"person": {"alias": "x", "interpreter_needed": "yes"}},
        {"person": {"alias": "x", "birth_year": "1990"}},
        {"person": {"alias": "x", "organization": "other"}},
        {"person": {"alias": ""}},
        {"categories": ["everything"]},
        {"categories": []},
        {"organization_id": "x"},
        {"ends_on": "2020-01-01"},
        {"recipient": "A" * 22},
    ],
)
def test_fields_are_taken_as_described_or_not_at_all(sender, lotus, change):
    body = is_problem(sender.post("consents", consent_body(lotus) | change), 422)
    assert body["errors"]


def test_a_draft_cannot_be_given_a_state_or_receiver(sender, consent):
    for extra in ({"state": "accepted"}, {"receiver": "x"}, {"version": 9}):
        is_problem(sender.post("referrals", {"consent": consent, "service": "legal_aid"} | extra), 422)


def test_a_change_says_which_version_it_was_decided_on(sender, draft):
    is_problem(sender.post(f"referrals/{draft}/submit"), 428)
    for stale in ('"v99"', "*", 'W/"v1"', '"x"'):
        is_problem(sender.post(f"referrals/{draft}/submit", match=stale), 412)
    assert sender.post(f"referrals/{draft}/submit", match='"v8", "v1"').status_code == 200


def test_a_draft_changes_and_an_offer_does_not(sender, draft):
    changed = sender.call("PATCH", f"referrals/{draft}", {"urgency": "urgent"}, match='"v1"')
    assert changed.json()["offer"]["urgency"] == "urgent"
    assert changed["ETag"] == '"v2"'
    sender.act(draft, "submit")
    late = sender.call("PATCH", f"referrals/{draft}", {"urgency": "normal"}, match='"v3"')
    assert is_problem(late, 409)["allowed_events"] == ["revoke", "withdraw"]


def test_an_event_at_the_wrong_stage_names_the_right_ones(receiver, offer, colleague_named):
    who = {"on_behalf_of": colleague_named.public_id}
    reply = receiver.act(offer, "complete", who | {"outcome": "given"})
    assert is_problem(reply, 409)["allowed_events"] == ["accept", "acknowledge", "decline", "revoke", "waitlist"]


def test_the_wrong_side_is_not_permitted(receiver, offer):
    is_problem(receiver.act(offer, "withdraw"), 403)


def test_the_same_key_ten_times_makes_one_row(sender, consent):
    replies = [sender.post("referrals", {"consent": consent, "service": "medical"}, key="k-1") for _ in range(10)]
    assert {r.status_code for r in replies} == {201}
    assert len({r.content for r in replies}) == 1
    assert {r["ETag"] for r in replies} == {'"v1"'}
    assert replies[9]["Idempotency-Replayed"] == "true"
    with acting_as_user(sender.account):
        assert Referral.objects.visible_to(sender.account).count() == 1


def test_a_key_is_for_one_call(sender, consent):
    assert sender.post("referrals", {"consent": consent, "service": "medical"}, key="k-2").status_code == 201
    other = sender.post("referrals", {"consent": consent, "service": "legal_aid"}, key="k-2")
    assert is_problem(other, 422)["type"].endswith("idempotency_key_reused")


def test_a_key_is_needed(sender, consent):
    headers = {"Authorization": f"Bearer {sender.token}"}
    body = json.dumps({"consent": consent, "service": "medical"})
    reply = Client().generic("POST", "/api/v1/referrals", body, content_type="application/json", headers=headers)
    is_problem(reply, 400)


def test_an_old_key_is_forgotten(sender, consent):
    sender.post("referrals", {"consent": consent, "service": "medical"}, key="k-3")
    with acting_as_user(sender.account):
        then = timezone.now() - datetime.timedelta(hours=49)
        IdempotencyRecord.objects.visible_to(sender.account).update(created_at=then)
    again = sender.post("referrals", {"consent": consent, "service": "medical"}, key="k-3")
    assert again.status_code == 201
    assert "Idempotency-Replayed" not in again


def test_a_refused_call_keeps_no_key(sender, consent):
    assert sender.post("referrals", {"consent": consent, "service": "nonsense"}, key="k-4").status_code == 422
    assert sender.post("referrals", {"consent": consent, "service": "medical"}, key="k-4").status_code == 201


def test_pages_follow_an_opaque_cursor(sender, consent):
    made = [sender.post("referrals", {"consent": consent, "service": "medical"}).json()["id"] for _ in range(5)]
    seen, cursor = [], ""
    while cursor is not None:
        reply = sender.get(f"referrals?limit=2{f'&cursor={cursor}' if cursor else ''}").json()
        seen += [r["id"] for r in reply["contents"]]
        cursor = reply["next_cursor"]
    assert seen == made[::-1]
    is_problem(sender.get(f"referrals?cursor={'A' * 22}"), 400)
    is_problem(sender.get("referrals?limit=0"), 422)
    is_problem(sender.get("referrals?name=amira"), 400)
    assert sender.get("referrals?role=receiver").json()["contents"] == []
    assert len(sender.get("referrals?state=draft&role=sender").json()["contents"]) == 5


@pytest.mark.parametrize(
    ("scope", "path", "status"),
    [
        ("directory:read", "referrals", 403),
        ("referral:send", "directory/organizations", 403),
        ("referral:send", "referrals", 200),
        ("directory:read", "directory/services", 200),
    ],
)
def test_a_token_does_what_its_scopes_say(sender, scope, path, status):
    token = fetch_token(sender, scope).json()["access_token"]
    assert sender.get(path, token=token).status_code == status


def test_a_token_without_scopes_is_not_given(sender):
    assert fetch_token(sender, "").status_code == 400
    assert fetch_token(sender, "everything").status_code == 400


def test_a_token_for_sending_shows_nothing_received(receiver, offer):
    token = fetch_token(receiver, "referral:send").json()["access_token"]
    assert receiver.get(f"referrals/{offer}", token=token).status_code == 404


def test_tokens_last_ten_minutes_and_are_stored_as_hashes(sender):
    reply = fetch_token(sender)
    assert reply.json()["expires_in"] == 600
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM oauth2_provider_accesstoken t")
        assert reply.json()["access_token"] not in str(cursor.fetchall())
    assert AccessToken.objects.exists()
    stored = PartnerClient.objects.get(client_id=sender.client_id).client_secret
    assert sender.secret not in stored
    assert check_password(sender.secret, stored)


def test_a_wrong_secret_gets_no_token(sender):
    sender.secret = "wrong"
    assert fetch_token(sender).status_code == 401


@pytest.mark.parametrize("grant", ["password", "authorization_code", "refresh_token", "implicit"])
def test_only_client_credentials_get_a_token(sender, grant):
    form = {"grant_type": grant, "client_id": sender.client_id, "client_secret": sender.secret}
    reply = Client().post("/oauth/token", form | {"username": "x", "password": "y", "code": "z", "refresh_token": "r"})
    assert reply.status_code == 400
    assert reply.json()["error"] == "unsupported_grant_type"


def test_a_client_that_calls_too_often_is_asked_to_wait(sender, settings):
    cache.clear()
    settings.CASEMGR_API_CALLS_PER_MINUTE = 3
    replies = [sender.get("directory/services") for _ in range(5)]
    assert [r.status_code for r in replies].count(200) >= 3
    assert replies[-1].status_code == 429 or replies[0]["RateLimit"] != replies[-1]["RateLimit"]
    limited = next(r for r in replies if r.status_code == 429)
    is_problem(limited, 429)
    assert int(limited["Retry-After"]) > 0
    assert replies[0]["RateLimit-Policy"] == '"calls";q=3;w=60'
    cache.clear()


def test_the_schema_is_public_and_openapi_3_1():
    reply = Client().get("/api/v1/schema/")
    assert reply.status_code == 200
    assert reply.json()["openapi"].startswith("3.1")
