"""The scripts as data: each is walked from its first step to its last, whatever else happens in between."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.codelists.services import SERVICES
from referrals.lifecycle import ActorRole, ContactResult, Event, State, next_state
from referrals.practice.script import ANSWERS, PASS_TIME, RECEIVING, SENDING, next_step, script_of

pytestmark = pytest.mark.nodb
BESIDE = st.lists(st.sampled_from([("draft", ""), ("submit", ""), ("message", "yes"), ("purge", "")]), max_size=3)
SCRIPTS = [(service, True) for service in RECEIVING] + [(service, False) for service in SENDING]


@given(st.sampled_from(SCRIPTS), st.data())
def test_it_is_walked_to_its_end_whatever_lies_between(one, data):
    script, done, taken = script_of(one[0], receives=one[1]), [], []
    for step in script:
        done += data.draw(BESIDE)
        assert next_step(script, "draft", done) is None
        found = next_step(script, step.state, done)
        taken.append(found)
        done.append((step.act, step.code))
    assert tuple(taken) == script
    assert all(next_step(script, state, done + data.draw(BESIDE)) is None for state in State)


@pytest.mark.parametrize(("service", "receives"), SCRIPTS)
def test_each_step_is_one_that_the_life_cycle_allows_the_partner(service, receives):
    for step in script_of(service, receives=receives):
        if step.act == PASS_TIME:
            next_state(step.state, Event.EXPIRE, ActorRole.SYSTEM)
        elif step.act in list(Event):
            role = ActorRole.RECEIVER_WORKER if receives else ActorRole.SENDER_SUPERVISOR
            answer = step.code if step.code in list(ContactResult) else ""
            next_state(step.state, Event(step.act), role, answer)


def test_every_service_named_is_one_of_the_catalogue():
    assert {*RECEIVING, *SENDING, *ANSWERS} <= set(SERVICES)
    assert set(SENDING) <= set(RECEIVING)
