"""Every state × event × role through the public doors, actions and API, against the table written out by hand."""

import datetime
import uuid

import pytest
from django.db import transaction

from casemgr.errors import CasemgrError, NotFound, NotInThisState, NotPermitted
from referrals import actions
from referrals.lifecycle import RECEIVER_SEES, Event, State, Tier
from referrals.models import Referral
from tests.conftest import as_user, in_a_year
from tests.partner_api.conftest import (  # noqa: F401 - fixtures
    colleague_named,
    leading,
    outsider,
    receiver,
    sender,
)
from tests.partner_api.conftest import consent as recorded_consent  # noqa: F401 - a fixture
from tests.referrals.conftest import draft, now_is, with_second_factor
from tests.referrals.test_lifecycle import BY_HAND

#: how each event is raised
ACTS = {
    "submit": actions.submit,
    "acknowledge": actions.acknowledge,
    "waitlist": lambda one, by: actions.waitlist(one, until=in_a_year(30), by=by),
    "decline": lambda one, by: actions.decline(one, reason="no_capacity", by=by),
    "accept": actions.accept,
    "record_contact": lambda one, by: actions.record_contact(one, result="ok", by=by),
    "complete": lambda one, by: actions.complete(one, outcome="given", by=by),
    "end": lambda one, by: actions.end(one, reason="moved_away", by=by),
    "withdraw": actions.withdraw,
    "revoke": actions.revoke,
    "error": lambda one, by: actions.mark_error(one, reason="A mistake", by=by),
}
#: how each state is reached: steps after the draft, with the side that takes them
WAYS = {
    "draft": [],
    "offered": ["submit"],
    "acknowledged": ["submit", "acknowledge"],
    "waitlisted": ["submit", "waitlist"],
    "accepted": ["submit", "accept"],
    "in_service": ["submit", "accept", "record_contact"],
    "completed": ["submit", "accept", "record_contact", "complete"],
    "not_completed": ["submit", "accept", "end"],
    "declined": ["submit", "decline"],
    "expired": ["submit", "expire"],
    "withdrawn": ["submit", "withdraw"],
    "revoked": ["submit", "accept", "revoke"],
    "entered_in_error": ["submit", "accept", "error"],
}
SENDERS = ("submit", "withdraw", "error")


def test_every_event_of_the_table_has_an_act_and_every_state_a_way():
    assert {*ACTS, "expire"} == {str(event) for event in Event}
    assert set(WAYS) == {str(state) for state in State}


@pytest.fixture
def roles(caseworker, supervisor, answering, stranger):
    with_second_factor(supervisor)
    return {
        "sender_worker": caseworker,
        "sender_supervisor": supervisor,
        "receiver_worker": answering,
        "stranger": stranger,
    }


@pytest.fixture
def reach(roles, planted_case, lotus, clock):
    """A referral in this state, brought there by those whose steps they are; the clock ends where it began."""

    def reach(state):
        one, began = draft(planted_case, lotus, by=roles["sender_worker"]), clock.now
        for step in WAYS[state]:
            if step == "expire":
                clock.go(days=15)
                assert actions.expire_overdue(lotus.pk) == 1
                clock.at(began)
                continue
            by = roles["sender_supervisor" if step in SENDERS else "receiver_worker"]
            with as_user(by):
                ACTS[step](one, by=by)
        assert now_is(one, roles["sender_worker"]).state == state
        return one

    return reach


def expected(state, event, role):
    """What this cell does: the state reached, or the refusal."""
    sources, target, actors = BY_HAND[event]
    if role == "stranger" or (state == "draft" and role == "receiver_worker"):
        return NotFound
    if role not in actors:
        return NotPermitted
    return target if state in sources else NotInThisState


def found(one, event, by):
    """What it did, undone afterwards."""
    with as_user(by), transaction.atomic():
        try:
            return str(ACTS[event](one, by=by).state)
        except CasemgrError as refusal:
            return type(refusal)
        finally:
            transaction.set_rollback(True)


@pytest.mark.parametrize("state", WAYS)
def test_each_cell_does_what_the_table_says(reach, roles, state):
    one, wrong = reach(state), []
    for role, by in roles.items():
        for event in ACTS:
            if (did := found(one, event, by)) != expected(state, event, role):
                wrong.append((event, role, did))
    assert wrong == []


@pytest.mark.parametrize("state", WAYS)
def test_the_clock_ends_undecided_offers_and_nothing_else(reach, roles, clock, lotus, state):
    one = reach(state)
    clock.go(days=60)
    ended = actions.expire_overdue(lotus.pk)
    now = now_is(one, roles["sender_worker"]).state
    assert (now, ended) == (("expired", 1) if state in BY_HAND["expire"][0] else (state, 0))


@pytest.mark.parametrize("state", WAYS)
def test_what_the_receiver_sees_is_the_states_tier(reach, roles, state):
    one, by = reach(state), roles["receiver_worker"]
    with as_user(by):
        there = Referral.objects.visible_to(by).filter(pk=one.pk).first()
        assert (there is None) == (RECEIVER_SEES[State(state)] is Tier.NOTHING)
        try:
            fields = bool(actions.read_disclosure(one, by=by).fields)
        except CasemgrError:
            fields = False
    assert fields == (RECEIVER_SEES[State(state)] is Tier.DISCLOSURE)
    assert there is None or there.tier_for(by) is RECEIVER_SEES[State(state)]


BODIES = {
    "waitlist": {"until": in_a_year(30).isoformat()},
    "decline": {"reason": "no_capacity"},
    "record_contact": {"result": "ok"},
    "complete": {"outcome": "given"},
    "end": {"reason": "moved_away"},
    "error": {"reason": "A mistake"},
}
PATHS = {"record_contact": "contact"}
STATUS = {NotFound: 404, NotPermitted: 403, NotInThisState: 409}


@pytest.fixture
def callers(sender, receiver, outsider, colleague_named, leading, answering, stranger):  # noqa: F811
    """Each side's system, and whom it names."""
    named = {"sender": leading, "receiver": colleague_named, "outsider": stranger}
    return {name: (locals()[name], who) for name, who in named.items()}


@pytest.fixture
def at_api(sender, receiver, recorded_consent, colleague_named, leading, lotus, clock):  # noqa: F811
    """A referral in this state, brought there over the API."""

    def reach(state):
        body = {"consent": recorded_consent, "service": "legal_aid"}
        one, began = sender.post("referrals", body).json()["id"], clock.now
        for step in WAYS[state]:
            if step == "expire":
                clock.go(days=15)
                actions.expire_overdue(lotus.pk)
                clock.at(began)
                continue
            caller, who = (sender, leading) if step in SENDERS else (receiver, colleague_named)
            body = {} if step in ("submit", "withdraw", "revoke") else {"on_behalf_of": who.public_id}
            reply = caller.act(one, PATHS.get(step, step), body | BODIES.get(step, {}))
            assert reply.status_code == 200, reply.content
        assert sender.get(f"referrals/{one}").json()["state"] == state
        return one

    return reach


def call(partner, one, event, who, version):
    """The answer to one step, undone afterwards."""
    named = {} if event in ("submit", "withdraw", "revoke") else {"on_behalf_of": who.public_id}
    body = named | BODIES.get(event, {})
    with transaction.atomic():
        reply = partner.post(f"referrals/{one}/{PATHS.get(event, event)}", body, match=version, key=str(uuid.uuid4()))
        transaction.set_rollback(True)
    return reply


@pytest.mark.parametrize("state", WAYS)
def test_each_cell_of_the_api_does_what_the_table_says(at_api, callers, sender, state):  # noqa: F811
    one, wrong = at_api(state), []
    version = sender.get(f"referrals/{one}")["ETag"]
    for name, (partner, who) in callers.items():
        role = {"sender": "sender_worker", "receiver": "receiver_worker", "outsider": "stranger"}[name]
        for event in ACTS:
            acts_as = "sender_supervisor" if name == "sender" and event == "error" else role
            meant = expected(state, event, acts_as)
            if name == "sender" and event not in (*SENDERS, "revoke"):
                meant = NotPermitted if event in BY_HAND else meant
            reply = call(partner, one, event, who, version)
            status = STATUS.get(meant, 200)
            told = reply.json().get("state") if reply.status_code == 200 else None
            if reply.status_code != status or (status == 200 and told != meant):
                wrong.append((event, name, reply.status_code, status))
    assert wrong == []


@pytest.mark.parametrize("name", ["sender", "receiver", "outsider"])
def test_nobody_raises_the_clocks_event(at_api, callers, name):
    one = at_api("offered")
    partner, who = callers[name]
    reply, absent = (call(partner, o, "expire", who, '"v2"') for o in (one, "A" * 22))
    assert (reply.status_code, reply.content) == (404, absent.content)


def test_a_caseworker_named_over_the_api_marks_no_mistake(at_api, sender, caseworker):  # noqa: F811
    one = at_api("offered")
    body = {"on_behalf_of": with_second_factor(caseworker).public_id, "reason": "A mistake"}
    reply = sender.act(one, "error", body)
    assert reply.status_code == 404  # a colleague's case is not theirs to see
    assert sender.get(f"referrals/{one}").json()["state"] == "offered"


def test_an_emergency_is_told_to_be_telephoned_about_over_the_api(sender, receiver, recorded_consent):  # noqa: F811
    body = {"consent": recorded_consent, "service": "legal_aid", "urgency": "emergency"}
    one = sender.post("referrals", body).json()["id"]
    assert sender.act(one, "submit").json()["phone_now"] is True
    assert receiver.get(f"referrals/{one}").json()["phone_now"] is False
    now = datetime.datetime.now(datetime.UTC).isoformat()
    assert sender.act(one, "phone", {}).status_code == 422
    assert sender.act(one, "phone", {"phoned_at": now, "not_phoned": "no_answer"}).status_code == 422
    assert sender.act(one, "phone", {"phoned_at": now}).json()["phone_now"] is False
    assert sender.act(one, "phone", {"phoned_at": now}).status_code == 409
    assert [e["event"] for e in receiver.get(f"referrals/{one}/events").json()["contents"]][-1] == "phone"
