"""Every state × event × role of a request, against a table by hand; the life of a proceeding as random walks."""

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casemgr.errors import CasemgrError, InvalidInput, NotFound, NotInThisState, NotPermitted
from cases import actions
from cases.legal import diagram
from cases.legal import proceeding_lifecycle as proceedings
from cases.legal.request_lifecycle import Event, State
from cases.legal.rights import proceeding_events, request_events
from cases.legal.table import Capacity, WrongState, allowed_events, rule_for
from cases.models import LegalRequest, ProceedingStep
from tests.conftest import as_user, make_person_of, open_case

from .conftest import ACTS, WAYS, act, now_is, served

WORKING, LEADING = {"caseworker", "legal_worker", "supervisor", "second"}, {"supervisor", "second"}
#: event -> {state left: state reached}, and whose it is. Nobody here wrote it but the caseworker
BY_HAND = {
    "change": ({"draft": "draft"}, WORKING),
    "propose": ({"draft": "proposed"}, WORKING),
    "decide": ({"proposed": "decided"}, LEADING),
    "return": ({"proposed": "draft"}, LEADING),
    "release": ({"decided": "released"}, WORKING - {"legal_worker"}),
    "answer": ({}, WORKING),  # what was decided here is to comply in part
    "close": ({"released": "closed", "answered": "closed"}, WORKING),
    "lapse": ({"draft": "lapsed", "proposed": "lapsed", "decided": "lapsed"}, WORKING),
}
NOTHING = {"intake", "health_worker", "stranger"}


@pytest.mark.nodb
def test_the_table_written_by_hand_names_everything():
    assert set(BY_HAND) == {str(event) for event in Event} == set(ACTS)
    assert set(WAYS) == {str(state) for state in State}


@pytest.mark.nodb
@pytest.mark.parametrize("name", diagram.PAGES)
def test_the_pictures_are_fresh(name):
    assert (diagram.STATES / name).read_text(encoding="utf-8") == diagram.page(name), "python -m cases.legal.diagram"


@pytest.fixture
def roles(case, caseworker, supervisor, second, harbor, lotus):
    found = {"caseworker": caseworker, "supervisor": supervisor, "second": second}
    found |= {role: make_person_of(harbor, role) for role in ("legal_worker", "intake", "health_worker")}
    found["stranger"] = make_person_of(lotus, "supervisor")
    with as_user(supervisor):
        for role in ("legal_worker", "intake", "health_worker"):
            actions.grant(case, to=found[role], by=supervisor)
    return found


def expected(state, event, role):
    if role in NOTHING:
        return NotFound
    ways, whose = BY_HAND[event]
    return ways.get(state, NotInThisState) if role in whose else NotPermitted


def found(request, event, by):
    """What it did, undone afterwards."""
    with as_user(by), transaction.atomic():
        try:
            return str(ACTS[event](request, by=by).state)
        except CasemgrError as refusal:
            return type(refusal)
        finally:
            transaction.set_rollback(True)


@pytest.mark.parametrize("state", WAYS)
def test_each_cell_does_what_the_table_says(reach, roles, state):
    request, wrong = reach(state), []
    for role, by in roles.items():
        for event in ACTS:
            if (did := found(request, event, by)) != expected(state, event, role):
                wrong.append((event, role, did))
        if role not in NOTHING:
            with as_user(by):
                offered = {str(event) for event in request_events(now_is(request, by), by)}
            if offered != {event for event in ACTS if isinstance(expected(state, event, role), str)}:
                wrong.append((role, offered))
    assert wrong == []


def test_a_supervisor_never_decides_on_what_they_wrote_changed_or_proposed(case, caseworker, supervisor, second):
    own = served(case, supervisor)
    act(own, "propose", caseworker)
    with pytest.raises(NotPermitted, match="your own proposal"):
        act(own, "decide", supervisor)
    changed = served(case, caseworker)
    act(changed, "change", supervisor)
    with as_user(caseworker):
        act(now_is(changed, caseworker), "propose", caseworker)
    proposed = served(case, caseworker)
    act(proposed, "propose", supervisor)
    for one in (changed, proposed):
        with pytest.raises(NotPermitted, match="your own proposal"):
            act(one, "decide", supervisor)
        assert act(one, "decide", second).state == "decided"


def test_the_database_refuses_one_persons_decision_and_another_hand(reach, caseworker, supervisor):
    request = reach("proposed")
    with as_user(caseworker):
        rows = LegalRequest.objects.visible_to(caseworker).filter(pk=request.pk)
        with pytest.raises(IntegrityError, match="request_decided_by_another"), transaction.atomic():
            rows.update(decided_by=caseworker)
        with pytest.raises(ProgrammingError, match="nobody signs for somebody else"), transaction.atomic():
            rows.update(decided_by=supervisor)
        with pytest.raises(IntegrityError, match="request_released_is_decided"), transaction.atomic():
            rows.update(released=["identity"])
    request = reach("decided")
    with as_user(caseworker), pytest.raises(ProgrammingError, match="what was decided stays"), transaction.atomic():
        LegalRequest.objects.visible_to(caseworker).filter(pk=request.pk).update(decision="comply")


walks = st.lists(st.sampled_from(list(proceedings.Event)), max_size=8)


@pytest.mark.nodb
@given(walk=walks)
def test_a_walk_of_the_proceedings_table_is_one_of_the_picture(walk):
    """A model written here alone: who begins is open, a decision may be appealed, anything may close and open again."""
    model = {
        ("begin", "planned"): "open",
        ("decide", "open"): "decided",
        ("decide", "appealed"): "decided",
        ("appeal", "decided"): "appealed",
        ("reopen", "closed"): "open",
    }
    state, held = proceedings.State.PLANNED, frozenset({Capacity.WORKER})
    for event in walk:
        wanted = "closed" if event == "close" and state != "closed" else model.get((str(event), str(state)))
        try:
            state = proceedings.State(rule_for(proceedings.TABLE, state, event, held).target)
        except WrongState as refusal:
            assert wanted is None and event not in refusal.allowed
            continue
        assert state == wanted
        assert allowed_events(proceedings.TABLE, state, frozenset()) == ()


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(walk=walks)
def test_the_action_walks_as_the_table_does(walk, worker_of_walks):
    worker, case = worker_of_walks
    with as_user(worker), transaction.atomic():
        one = actions.record_proceeding(case, kind="civil", role="injured", by=worker)
        taken = 0
        for event in walk:
            possible = proceeding_events(one, worker)
            try:
                one = actions.step_proceeding(one, event, words="Planted-Outcome", by=worker)
            except NotInThisState:
                assert event not in possible
                continue
            assert event in possible
            taken += 1
            if event == "decide":
                assert one.outcome == "Planted-Outcome"
        assert ProceedingStep.objects.visible_to(worker).filter(proceeding=one).count() == taken
        transaction.set_rollback(True)


@pytest.fixture
def worker_of_walks(caseworker):
    return caseworker, open_case(caseworker)


def test_a_decision_needs_its_outcome_and_a_closing_its_reason(proceeding, caseworker):
    with as_user(caseworker):
        actions.step_proceeding(proceeding, "begin", by=caseworker)
        for event in ("decide", "close"):
            with pytest.raises(InvalidInput):
                actions.step_proceeding(proceeding, event, words=" ", by=caseworker)
