"""Every state × event × actor of a referral, against a table written out by hand."""

import pytest

from referrals import diagram
from referrals.lifecycle import (
    RECEIVER_SEES,
    ActorRole,
    Event,
    State,
    Tier,
    WrongActor,
    WrongState,
    allowed_events,
    next_state,
    rule_of,
)

pytestmark = pytest.mark.nodb

SENDER = {"sender_worker", "sender_supervisor"}
RECEIVER = {"receiver_worker", "for_receiver"}  # the latter: written down for one without the system
OFFER = {"offered", "acknowledged", "waitlisted"}
ANYWHERE = {str(s) for s in State}

# event: (states left, state reached, who) — from the design, not from the code under test
BY_HAND = {
    "submit": ({"draft"}, "offered", SENDER),
    "acknowledge": ({"offered"}, "acknowledged", RECEIVER),
    "waitlist": ({"offered", "acknowledged"}, "waitlisted", RECEIVER),
    "decline": (OFFER, "declined", RECEIVER),
    "accept": (OFFER, "accepted", RECEIVER),
    "record_contact": ({"accepted"}, "in_service", RECEIVER),
    "complete": ({"in_service"}, "completed", RECEIVER),
    "end": ({"accepted", "in_service"}, "not_completed", RECEIVER),
    "withdraw": ({"draft"} | OFFER, "withdrawn", SENDER),
    "revoke": (
        OFFER | {"accepted", "in_service", "completed", "not_completed", "revoked"},
        "revoked",
        SENDER | {"receiver_worker", "survivor"},
    ),
    "expire": (OFFER, "expired", {"system"}),
    "error": (ANYWHERE - {"entered_in_error"}, "entered_in_error", {"sender_supervisor"}),
}


def test_the_hand_written_table_names_every_event():
    assert set(BY_HAND) == {str(e) for e in Event}


@pytest.mark.parametrize("actor", list(ActorRole))
@pytest.mark.parametrize("event", list(Event))
@pytest.mark.parametrize("state", list(State))
def test_each_cell_moves_or_refuses_as_designed(state, event, actor):
    sources, target, actors = BY_HAND[event]
    if actor not in actors:
        with pytest.raises(WrongActor):
            next_state(state, event, actor)
    elif state not in sources:
        with pytest.raises(WrongState) as refusal:
            next_state(state, event, actor)
        assert refusal.value.allowed == allowed_events(state, actor)
        assert event not in refusal.value.allowed
    else:
        assert next_state(state, event, actor) == target
        assert event in allowed_events(state, actor)


@pytest.mark.parametrize("answer", ["failed", "unsafe"])
def test_a_contact_that_did_not_work_starts_no_service(answer):
    assert next_state(State.ACCEPTED, Event.RECORD_CONTACT, ActorRole.RECEIVER_WORKER, answer) == "accepted"


def test_the_receiver_sees_identity_in_four_states_only():
    disclosed = {s for s, tier in RECEIVER_SEES.items() if tier is Tier.DISCLOSURE}
    assert disclosed == {"accepted", "in_service", "completed", "not_completed"}
    assert {s for s, tier in RECEIVER_SEES.items() if tier is Tier.OFFER} == OFFER
    assert RECEIVER_SEES[State.DRAFT] is Tier.NOTHING
    assert set(RECEIVER_SEES) == set(State)


def test_a_disclosure_is_reached_by_accepting_only():
    """No event but accept leads from a state without identity to one with it."""
    opening = {
        event
        for event in Event
        for source in rule_of(event).sources
        if RECEIVER_SEES[source] is not Tier.DISCLOSURE and RECEIVER_SEES[rule_of(event).target] is Tier.DISCLOSURE
    }
    assert opening == {Event.ACCEPT}


def test_accepting_asks_for_a_named_person_and_consent():
    guards = {"named_person", "second_factor", "consent_valid", "not_never_share", "partner_active", "within_deadline"}
    assert guards == set(rule_of(Event.ACCEPT).guards)


def test_the_page_of_states_is_up_to_date():
    assert diagram.PAGE.read_text(encoding="utf-8") == diagram.page(), "run: python -m referrals.diagram"
