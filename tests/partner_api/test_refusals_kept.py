"""Refused calls of programs: nobody's too, not in a flood, refused without a trail; and no success without an entry."""

import base64
from contextlib import contextmanager
from functools import partial

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from casemgr import refused
from casemgr.accounts.acting import acting_as_user
from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from referrals.models import WebhookDelivery, WebhookEvent
from referrals.tasks import publish
from tests.conftest import in_a_year, make_person_of
from tests.directory.conftest import a_service, an_organization
from tests.doors.api_table import OPERATIONS
from tests.partner_api.conftest import MEETING, NOTICE, consent_body, fetch_token, in_days
from tests.partner_api.test_refused import refusals
from tests.sandbox.conftest import practise

pytestmark = pytest.mark.usefixtures("empty_cache")


@pytest.fixture
def written(monkeypatch):
    """What is recorded of refusals: door, whose trail, how many it stands for."""
    kept = []

    def record(event, *, by, organization_id=None, facts):
        assert event == events.ACCESS_REFUSED
        kept.append((facts["door"], by, organization_id, facts.get("together", 1)))

    monkeypatch.setattr(refused.trail, "record", record)
    return kept


def test_a_made_up_token_is_written_down_as_nobodys(sender, written):
    assert sender.get("referrals", token="made-up").status_code == 401
    assert written == [("GET api/v1/referrals", None, None, 1)]


def test_a_wrong_secret_is_in_the_trail_of_the_client_it_names(sender, written):
    sender.secret = "wrong"
    assert fetch_token(sender).status_code == 401
    assert written == [("POST oauth/token", None, sender.organization.pk, 1)]


def test_a_client_named_by_basic_authentication_is_the_same(sender, written):
    given = base64.b64encode(f"{sender.client_id}:wrong".encode()).decode()
    sender.web.post("/oauth/token", {"grant_type": "client_credentials"}, headers={"Authorization": f"Basic {given}"})
    sender.web.post("/oauth/token", {"grant_type": "client_credentials"}, headers={"Authorization": "Basic ???"})
    assert [whose for _door, _by, whose, _count in written] == [sender.organization.pk, None]


def test_nobodys_refusal_really_enters_the_trail_of_the_organization_it_names(sender):
    sender.secret = "wrong"
    assert fetch_token(sender).status_code == 401
    auditor = make_person_of(sender.organization, "auditor")
    with acting_as_user(auditor):
        [entry] = AuditEntry.objects.visible_to(auditor).filter(event=events.ACCESS_REFUSED)
    assert entry.actor_id is None and entry.additional_data["door"] == "POST oauth/token"


def test_a_system_that_floods_leaves_few_entries_that_count_all(sender):
    for _call in range(45):
        assert sender.get(f"referrals/{'A' * 22}").status_code == 404
    assert len(refusals(sender)) == 13  # ten, and the 11th, 20th and 40th


@pytest.mark.nodb
def test_whoever_has_no_account_cant_fill_the_table(written, monkeypatch):
    monkeypatch.setattr(refused.transaction, "atomic", lambda: transaction.mark_for_rollback_on_error(using=None))
    for number in range(3000):
        origin = refused.current_origin()._replace(address=f"10.0.{number // 250}.{number % 250}")
        monkeypatch.setattr(refused, "current_origin", lambda origin=origin: origin)
        refused.note("POST oauth/token", 401, by=None)
    assert len(written) <= 205
    assert sum(one[3] for one in written) + cache.get(refused.LEFT_OUT) == 3000


@pytest.mark.nodb
@pytest.mark.parametrize("flood", [1, 10, 11, 12, 20, 1000, 10_000])
def test_no_refusal_is_left_out_of_the_count(flood):
    stand = [refused.stands_for(number, 10) for number in range(1, flood + 1)]
    last = max(number for number, one in enumerate(stand, start=1) if one)
    assert sum(stand) == last and flood < max(12, 2 * last)


@pytest.fixture
def broken_trail(monkeypatch):
    """Within it no entry can be written."""

    def refuse(self, *args, **kwargs):
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO audit_auditentry (id) VALUES (gen_random_uuid())")  # columns lack

    @contextmanager
    def broken():
        with monkeypatch.context() as patched:
            patched.setattr(AuditEntry, "save", refuse)
            yield

    return broken


def test_a_refusal_that_cant_be_written_is_a_refusal_still(sender, broken_trail):
    with broken_trail():
        assert sender.get(f"referrals/{'A' * 22}").status_code == 404
        assert sender.get("referrals", token="made-up").status_code == 401


# directory and webhooks hold nobody; the feed, which is empty here, has a test of its own
NOBODYS = ("directory/", "webhook-", "events")
READS = [path for path, method, _ in OPERATIONS if method == "GET" and not path.startswith(NOBODYS)]
#: each writing call by its state: who calls, on what, with which body
WRITES = {
    "POST directory/imports": (
        "sender",
        "",
        {"organizations": [{"id": "1b6e6d0e-0a53-4e53-9ad4-4c7d1ed1c001", "name": "X"}]},
    ),
    "POST consents": ("sender", "", "consent_body"),
    "POST consents/<str:id>/revoke": ("sender", "consent", {}),
    "POST referrals": ("sender", "consent", {"service": "legal_aid"}),
    "PATCH referrals/<str:id>": ("sender", "draft", {"urgency": "urgent"}),
    "POST referrals/<str:id>/submit": ("sender", "draft", None),
    "POST referrals/<str:id>/withdraw": ("sender", "offer", None),
    "POST referrals/<str:id>/acknowledge": ("receiver", "offer", {}),
    "POST referrals/<str:id>/waitlist": ("receiver", "offer", {"until": in_a_year(30).isoformat()}),
    "POST referrals/<str:id>/accept": ("receiver", "offer", {}),
    "POST referrals/<str:id>/decline": ("receiver", "offer", {"reason": "no_capacity"}),
    "POST referrals/<str:id>/contact": ("receiver", "taken_on", {"result": "ok"}),
    "POST referrals/<str:id>/complete": ("receiver", "served", {"outcome": "given"}),
    "POST referrals/<str:id>/end": ("receiver", "served", {"reason": "moved_away"}),
    "POST referrals/<str:id>/error": ("sender", "offer", {"reason": "Wrong person"}),
    "POST referrals/<str:id>/phone": ("sender", "emergency", {"not_phoned": "no_answer"}),
    "POST referrals/<str:id>/messages": ("receiver", "taken_on", {"kind": "words", "text": "A word"}),
    "POST referrals/<str:id>/handoffs": ("receiver", "taken_on", MEETING | {"starts_at": in_days(3)}),
    "POST handoffs/<str:id>/answer": ("receiver", "handoff", {"state": "agreed"}),
    "POST handoffs/<str:id>/result": ("receiver", "agreed_handoff", {"result": "postponed"}),
    "POST referrals/<str:id>/revoke": ("sender", "offer", None),
    "POST statutory-notices": ("sender", "consent", NOTICE),
    "POST statutory-notices/<str:id>/withdraw": ("sender", "notice", None),
    "POST enquiries": ("sender", "askable", {"service": "emergency_shelter"}),
    "POST enquiries/<str:id>/answer": ("receiver", "asked_of_us", {"answer": "no", "reason": "other"}),
    "POST enquiries/<str:id>/withdraw": ("sender", "asked", None),
    "POST webhook-endpoints": ("sender", "", {"url": "https://hooks.example/casemgr"}),
    "DELETE webhook-endpoints/<str:id>": ("sender", "endpoint", None),
    "POST webhook-endpoints/<str:id>/test": ("sender", "endpoint", None),
    "POST webhook-endpoints/<str:id>/rotate-secret": ("sender", "endpoint", None),
    "POST webhook-deliveries/<str:id>/redeliver": ("sender", "failed_delivery", None),
    "POST sandbox/offers": ("practising", "", {"service": "legal_aid"}),
    "POST sandbox/enquiries": ("practising", "", {"service": "legal_aid"}),
    "POST sandbox/referrals/<str:id>/pass-time": ("practising", "practice_offer", {}),
    "POST sandbox/start-over": ("practising", "", {}),
}


#: those whose version is read first
VERSIONED = ("referrals/<", "statutory-notices/<", "webhook-endpoints/<", "enquiries/<")


@pytest.fixture
def practising(harbor):
    """A system that practises."""
    return practise(harbor)


@pytest.fixture
def practice_offer(practising):
    return practising.offered("legal_aid")


@pytest.fixture
def askable(sender, lotus):
    """An organization that gives shelter, by the directory."""
    admin = make_person_of(sender.organization, "org_admin")
    a_service(admin, an_organization(admin, name="Lotus", member=lotus), service_code="emergency_shelter")
    return lotus.public_id


@pytest.fixture
def asked(sender, askable):
    return sender.post("enquiries", {"service": "emergency_shelter", "receivers": [askable]}).json()["id"]


@pytest.fixture
def asked_of_us(receiver, asked):
    return receiver.get("enquiries?role=receiver").json()["contents"][0]["id"]


@pytest.fixture
def served(receiver, taken_on, colleague_named):
    body = {"on_behalf_of": colleague_named.public_id, "result": "ok"}
    assert receiver.act(taken_on, "contact", body).status_code == 200
    return taken_on


@pytest.fixture
def endpoint(sender):
    made = sender.post("webhook-endpoints", {"url": "https://hooks.example/casemgr"})
    assert made.status_code == 201, made.content
    return made.json()["id"]


@pytest.fixture
def failed_delivery(sender, endpoint):
    """A test whose delivery was given up."""
    assert sender.post(f"webhook-endpoints/{endpoint}/test").status_code < 300
    with acting_as_user(sender.account):
        deliveries = WebhookDelivery.objects.unscoped("what a test did")
        deliveries.update(state="failed", next_attempt_at=None)
        return deliveries.get().public_id


def test_the_feed_is_not_read_without_an_entry(sender, taken_on, broken_trail):
    with acting_as_user(sender.account):
        noted = list(WebhookEvent.objects.unscoped("what a test did").filter(organization=sender.organization))
    for event in noted:
        publish(str(event.pk), str(sender.organization.pk))
    assert sender.get("events").json()["contents"]
    with broken_trail():
        assert sender.get("events").status_code >= 500


@pytest.mark.parametrize("path", READS)
def test_no_person_is_read_without_an_entry(
    request, sender, taken_on, consent, notice, released_letter, broken_trail, path
):
    known = {"consents": consent, "statutory-notices": notice, "attachments": released_letter.public_id}
    if path.startswith("enquiries/"):
        known["enquiries"] = request.getfixturevalue("asked")
    address = path.replace("<str:id>", known.get(path.partition("/")[0], taken_on))
    caller = request.getfixturevalue("practising") if path == "sandbox" else sender
    assert caller.get(address).status_code == 200
    with broken_trail():
        assert caller.get(address).status_code >= 500


@pytest.mark.parametrize(("path", "method", "scopes"), [one for one in OPERATIONS if one[1] != "GET"])
def test_no_call_changes_anything_without_an_entry(
    request, lotus, colleague_named, leading, broken_trail, path, method, scopes
):
    who, what, body = WRITES[f"{method} {path}"]
    caller, one = request.getfixturevalue(who), request.getfixturevalue(what) if what else ""
    if body == "consent_body":
        body = consent_body(lotus)
    elif path == "enquiries":
        body = body | {"receivers": [one]}
    elif path in ("referrals", "statutory-notices"):
        body = body | {"consent": one}
    elif path.endswith("/error"):
        body = body | {"on_behalf_of": leading.public_id}
    elif who == "receiver" and body is not None and scopes != ("message:write",):
        body = body | {"on_behalf_of": colleague_named.public_id}
    versioned = path.split("/<str:id>")[0] if path.startswith(VERSIONED) else ""
    match = (
        caller.get(f"{versioned}/{one}")["ETag"]
        if versioned
        else {"handoff": '"v1"', "agreed_handoff": '"v2"'}.get(what)
    )
    call = partial(caller.call, method, path.replace("<str:id>", one), body, match=match)
    with broken_trail():
        assert call().status_code >= 500
    assert call().status_code < 300  # nothing had changed: the same call passes now, on the same version
