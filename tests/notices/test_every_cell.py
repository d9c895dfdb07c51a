"""Every state × event × role of a notice, against a table written out by hand from the design."""

from itertools import combinations

import pytest
from django.db import transaction

from casemgr.errors import CasemgrError, NotFound, NotInThisState, NotPermitted
from cases.actions import grant
from cases.notices import diagram
from cases.notices.lifecycle import ENDED, TOLD, UNSENT, Capacity, Event, State, allowed_events
from cases.notices.rights import available
from tests.conftest import as_user, make_person_of

from .conftest import ACTS, WAYS, act, now_is

WORKING, LEADING = {"caseworker", "supervisor", "second"}, {"supervisor", "second"}
#: event -> {state left: state reached}, and whose it is. `own` supervisors wrote, asked or sent it: not theirs
BY_HAND = {
    "change": ({"draft": "draft"}, WORKING),
    "ask": ({"draft": "asked"}, WORKING),
    "approve": ({"asked": "approved"}, LEADING),
    "return": ({"asked": "draft"}, LEADING),
    "refuse": ({"asked": "refused"}, LEADING),
    "seal": ({"approved": "approved"}, WORKING),
    "send": ({"approved": "sent"}, WORKING),
    "send_now": ({}, WORKING),
    "review": ({"to_review": "reviewed"}, LEADING),
    "answer": (
        {"sent": "answered", "reviewed": "answered", "answered": "answered", "to_review": "to_review"},
        WORKING,
    ),
    "close": ({"sent": "closed", "reviewed": "closed", "answered": "closed"}, WORKING),
    "withdraw": ({"draft": "withdrawn", "asked": "withdrawn", "approved": "withdrawn"}, WORKING),
    "destroy": ({"closed": "closed"}, LEADING),
}
#: who sees the case and reads what is legal, but acts on no notice; and who finds nothing
LOOKING, NOTHING = {"legal_worker"}, {"intake", "health_worker", "stranger"}


@pytest.mark.nodb
def test_the_table_written_by_hand_names_everything():
    assert set(BY_HAND) == {str(event) for event in Event} == set(ACTS)
    assert set(WAYS) == {str(state) for state in State}


@pytest.mark.nodb
def test_the_picture_is_fresh():
    assert diagram.PAGE.read_text(encoding="utf-8") == diagram.page(), "run: python -m cases.notices.diagram"


@pytest.mark.nodb
@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize(
    "held",
    [set(some) for n in range(5) for some in combinations(Capacity, n)],
    ids=lambda some: "+".join(sorted(some)) or "nobody",
)
def test_what_went_out_never_goes_back_and_what_ended_stays(state, held):
    for event in allowed_events(state, frozenset(held)):
        if state in TOLD:
            assert event not in {Event.CHANGE, Event.ASK, Event.SEAL, Event.SEND, Event.SEND_NOW, Event.WITHDRAW}
        if state in ENDED:
            assert event is Event.DESTROY
    if Capacity.SECOND not in held:
        assert not set(allowed_events(state, frozenset(held))) & {Event.APPROVE, Event.REFUSE, Event.REVIEW}
    assert set(UNSENT).isdisjoint(TOLD)


@pytest.fixture
def roles(planted_case, caseworker, supervisor, second, harbor, lotus):
    found = {"caseworker": caseworker, "supervisor": supervisor, "second": second}
    found |= {role: make_person_of(harbor, role) for role in ("legal_worker", "intake", "health_worker")}
    found["stranger"] = make_person_of(lotus, "supervisor")
    with as_user(supervisor):
        for role in ("legal_worker", "intake", "health_worker"):
            grant(planted_case, to=found[role], by=supervisor)
    return found


def expected(state, event, role):
    if role in NOTHING:
        return NotFound
    ways, whose = BY_HAND[event]
    if role not in whose:
        return NotPermitted
    return ways.get(state, NotInThisState)


def found(notice, event, by):
    """What it did, undone afterwards."""
    with as_user(by), transaction.atomic():
        try:
            return str(ACTS[event](notice, by=by).state)
        except CasemgrError as refusal:
            return type(refusal)
        finally:
            transaction.set_rollback(True)


@pytest.mark.parametrize("state", WAYS)
def test_each_cell_does_what_the_table_says(reach, roles, state):
    notice, wrong = reach(state), []
    if state == "approved":
        act(notice, "seal", roles["caseworker"])
    for role, by in roles.items():
        for event in ACTS:
            if (did := found(notice, event, by)) != expected(state, event, role):
                wrong.append((event, role, did))
    assert wrong == []


@pytest.mark.parametrize("state", WAYS)
def test_what_a_page_would_offer_is_what_is_possible(reach, roles, state):
    notice = reach(state)
    for role, by in roles.items():
        if role in NOTHING:
            continue
        with as_user(by):
            offered = {str(event) for event in available(now_is(notice, by), by)}
        possible = {event for event in ACTS if isinstance(expected(state, event, role), str)}
        assert offered == possible, role
