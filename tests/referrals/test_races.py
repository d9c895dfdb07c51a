"""Many at once, on committed data: one answer wins, and nothing is read after a revocation."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from casemgr.accounts.actions import create_organization
from tests.conftest import make_person_of
from tests.partner_api.conftest import consent_body, make_partner
from tests.referrals.conftest import with_second_factor


@pytest.fixture
def committed(cloned_world):
    """Sender, receiver, a named colleague and an offer, really committed."""
    harbor = create_organization(name="Harbor House", slug="harbor", country="USA")
    lotus = create_organization(name="Lotus Legal", slug="lotus", country="THA")
    sender, receiver = make_partner(harbor), make_partner(lotus)
    colleague = with_second_factor(make_person_of(lotus, "caseworker"))
    consent = sender.post("consents", consent_body(lotus)).json()["id"]
    offer = sender.post("referrals", {"consent": consent, "service": "legal_aid"}).json()["id"]
    assert sender.act(offer, "submit").status_code == 200
    return sender, receiver, colleague, offer


def at_once(count, act):
    """Run `act(number)` in `count` threads that start together, each with connections of its own."""
    start = threading.Barrier(count)

    def run(number):
        start.wait()
        try:
            return act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_of_fifty_acceptances_of_one_version_one_succeeds(committed):
    _, receiver, colleague, offer = committed
    match = receiver.get(f"referrals/{offer}")["ETag"]
    body = {"on_behalf_of": colleague.public_id}
    statuses = at_once(50, lambda n: receiver.post(f"referrals/{offer}/accept", body, match=match).status_code)
    assert statuses.count(200) == 1
    assert statuses.count(412) == 49
    events = receiver.get(f"referrals/{offer}/events").json()["contents"]
    assert [e["event"] for e in events].count("accept") == 1


def test_no_read_that_begins_after_the_revocation_succeeds(committed):
    sender, receiver, colleague, offer = committed
    assert receiver.act(offer, "accept", {"on_behalf_of": colleague.public_id}).status_code == 200
    revoked = threading.Event()

    def read_or_revoke(number):
        if number == 0:
            reply = sender.post(f"referrals/{offer}/revoke")
            revoked.set()
            return [(False, reply.status_code)]
        seen = []
        for _ in range(5):
            begun_after = revoked.is_set()
            seen.append((begun_after, receiver.get(f"referrals/{offer}/disclosure").status_code))
        return seen

    results = [pair for pairs in at_once(21, read_or_revoke) for pair in pairs]
    assert results[0] == (False, 200)
    assert {status for _, status in results[1:]} <= {200, 410}
    assert {status for begun_after, status in results if begun_after} <= {410}
    assert receiver.get(f"referrals/{offer}/disclosure").status_code == 410


def test_one_key_used_ten_times_at_once_makes_one_row(committed):
    sender, _, _, offer = committed
    consent = sender.get(f"referrals/{offer}").json()["consent"]
    body = {"consent": consent, "service": "medical"}
    replies = at_once(10, lambda n: sender.post("referrals", body, key="once"))
    assert {r.status_code for r in replies} <= {201, 409}
    assert len({r.content for r in replies if r.status_code == 201}) == 1
    assert len(sender.get("referrals").json()["contents"]) == 2
