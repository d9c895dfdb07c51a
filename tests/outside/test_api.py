"""The keeper's own system refers to a partner outside as to others; what the partner says is written down by people."""

import pytest

from casemgr.accounts.clock import today
from casemgr.accounts.models import Organization
from referrals import actions
from referrals.models import Referral
from tests.conftest import as_user
from tests.outside.test_by_hand import BEFORE, OF_RECEIVER
from tests.pages.casework.conftest import Browser
from tests.partner_api.conftest import (  # noqa: F401 - fixtures
    consent_body,
    leading,
    outsider,
    receiver,
    sender,
)
from tests.referrals.test_every_cell import BODIES, PATHS
from tests.webhooks.conftest import work


@pytest.fixture
def drafted(sender, green_gate):  # noqa: F811
    reply = sender.post("consents", consent_body(green_gate))
    assert reply.status_code == 201, reply.content
    reply = sender.post("referrals", {"consent": reply.json()["id"], "service": "medical"})
    assert reply.status_code == 201, reply.content
    return reply.json()["id"]


@pytest.fixture
def sent(sender, drafted):  # noqa: F811
    reply = sender.act(drafted, "submit")
    assert reply.status_code == 200, reply.content
    return drafted


def row(one, by):
    with as_user(by):
        return Referral.objects.visible_to(by).select_related("sender", "receiver").get(public_id=one)


def test_it_is_sent_as_any_other(sender, sent, green_gate):  # noqa: F811
    one = sender.get(f"referrals/{sent}").json()
    assert (one["state"], one["receiver"]["name"]) == ("offered", "Green Gate Clinic")
    assert set(one["allowed_events"]) == {"withdraw", "revoke"}


@pytest.mark.parametrize("event", sorted(OF_RECEIVER))
def test_its_acts_are_refused_to_a_machine_even_in_a_persons_name(sender, sent, leading, event):  # noqa: F811
    steps = {"offered": [], "accepted": ["accept"], "in_service": ["accept", "record_contact"]}
    for step in steps[BEFORE.get(event, "offered")]:
        with as_user(leading):
            more = {"result": "ok"} if step == "record_contact" else {}
            getattr(actions, step)(row(sent, leading), by=leading, way="phone", **more)
    before = sender.get(f"referrals/{sent}").json()["state"]
    body = {"on_behalf_of": leading.public_id} | BODIES.get(event, {})
    reply = sender.act(sent, PATHS.get(event, event), body)
    assert (reply.status_code, reply.json()["type"].rsplit(":", 1)[-1]) == (403, "not_permitted"), reply.content
    assert sender.get(f"referrals/{sent}").json()["state"] == before


def test_the_way_is_told_and_who_wrote_it_down_is_not(sender, sent, leading):  # noqa: F811
    with as_user(leading):
        actions.acknowledge(row(sent, leading), by=leading, way="letter")
    events = sender.get(f"referrals/{sent}/events").json()["contents"]
    assert [(one["event"], one["actor_role"], one["way"]) for one in events] == [
        ("draft", "sender_worker", None),
        ("submit", "sender_worker", None),
        ("acknowledge", "for_receiver", "letter"),
    ]
    assert leading.name not in str(events)


def test_revoking_by_machine_asks_a_person_to_call(sender, sent, leading):  # noqa: F811
    with as_user(leading):
        actions.accept(row(sent, leading), by=leading, way="phone")
    assert sender.post(f"referrals/{sent}/revoke", {}).json()["state"] == "revoked"
    with as_user(leading):
        waiting = Referral.objects.visible_to(leading).to_ask_back(today(leading.home))
        assert [one.public_id for one in waiting] == [sent]


def test_nobody_else_names_it_or_finds_the_referral(outsider, receiver, sent, green_gate):  # noqa: F811
    for other in (outsider, receiver):
        known = other.post("consents", consent_body(green_gate))
        made_up = other.post("consents", consent_body(Organization(public_id="A" * 22)))
        assert known.status_code == made_up.status_code == 422
        assert known.content == made_up.content
        assert other.get(f"referrals/{sent}").status_code == 404
        assert "Green Gate" not in other.get("referrals").content.decode()


def test_the_directory_names_it_to_nobody(sender, outsider, outside, green_gate):  # noqa: F811
    for system in (sender, outsider):
        for path in ("directory/organizations", "directory/services", "directory/service_at_locations"):
            assert "Green Gate" not in system.get(path).content.decode()
        assert system.get(f"directory/organizations/{green_gate.public_id}").status_code == 404


def test_on_paper_stands_a_person_to_call_not_the_system(sender, sent, leading):  # noqa: F811
    page = Browser(leading).get(f"/referrals/{sent}/letter/?language=en").content.decode()
    assert f"<bdi>{leading.name}</bdi>" in page and sender.account.name not in page


def test_its_keepers_feed_tells_what_was_written_down_and_nobody_elses_does(sender, receiver, sent, leading):  # noqa: F811
    with as_user(leading):
        actions.decline(row(sent, leading), by=leading, reason="no_capacity", way="phone")
    work()
    kinds = [one["type"] for one in sender.get("events").json()["contents"]]
    assert kinds == ["referral.offered", "referral.declined"]
    assert receiver.get("events").json()["contents"] == []
