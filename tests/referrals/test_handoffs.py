"""Hand-offs: proposed by one side, agreed by the other, and how they went is told at once."""

import datetime
import itertools

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casemgr.errors import CasemgrError, Conflict, InvalidInput, NotFound, NotInThisState, NotPermitted
from cases.models import Notification
from referrals import actions
from referrals.codes import HandOffResult, HandOffState
from referrals.models import HandOff
from tests.conftest import as_user

LATER = datetime.timedelta(days=2)


def propose(referral, by, **more):
    given = {"kind": "accompanied", "place": "receiver", "starts_at": timezone.now() + LATER} | more
    with as_user(by):
        return actions.propose_handoff(referral, by=by, **given)


def answer(handoff, by, state, **more):
    with as_user(by):
        return actions.answer_handoff(handoff, state=state, by=by, **more)


def record(handoff, by, result, **more):
    with as_user(by):
        return actions.record_handoff(handoff, result=result, by=by, **more)


def news(user):
    with as_user(user):
        rows = Notification.objects.visible_to(user).order_by("id")
        return [kind for kind in rows.values_list("kind", flat=True) if kind.startswith("referral")]


def test_proposed_agreed_and_met(accepted, caseworker, answering, clock):
    one = propose(accepted, caseworker)
    one = answer(one, answering, "agreed", versions=[1])
    with pytest.raises(NotInThisState):
        record(one, answering, "met")
    clock.go(days=2)
    one = record(one, answering, "met", versions=[2])
    assert (one.state, one.result) == ("done", "met")
    assert news(caseworker)[-2:] == ["referral_handoff"] * 2
    assert news(answering)[-1:] == ["referral_handoff"]


@pytest.mark.parametrize(("result", "kind"), [("unsafe", "referral_unsafe"), ("not_there", "referral_failed")])
def test_danger_is_told_at_once_even_after_the_consent(result, kind, accepted, caseworker, answering, clock):
    one = answer(propose(accepted, caseworker), answering, "agreed")
    clock.go(days=400)  # the consent has ended by itself
    assert record(one, answering, result).state == "missed"
    assert news(caseworker)[-1] == kind


def test_nobody_agrees_to_their_own(accepted, caseworker):
    one = propose(accepted, caseworker)
    for state in ("agreed", "declined"):
        with pytest.raises(NotPermitted):
            answer(one, caseworker, state)
    assert answer(one, caseworker, "cancelled").state == "cancelled"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"kind": "walk"}, "kind"),
        ({"place": "12 Planted Street"}, "place"),
        ({"starts_at": timezone.now() - LATER}, "starts_at"),
        ({"starts_at": timezone.now() + datetime.timedelta(days=800)}, "starts_at"),
    ],
    ids=["kind", "place", "past", "far"],
)
def test_what_makes_no_meeting_is_refused(more, field, accepted, caseworker):
    with pytest.raises(InvalidInput) as refused:
        propose(accepted, caseworker, **more)
    assert refused.value.field == field


def test_an_answer_to_an_older_version_is_none(accepted, caseworker, answering):
    one = propose(accepted, caseworker)
    answer(one, caseworker, "cancelled")
    with pytest.raises(Conflict):
        answer(one, answering, "agreed", versions=[1])


def test_others_find_nothing(accepted, caseworker, stranger):
    one = propose(accepted, caseworker)
    with pytest.raises(NotFound):
        answer(one, stranger, "agreed")
    with as_user(stranger):
        assert not HandOff.objects.unscoped("the database alone").exists()


MOVES = [*((s, "") for s in HandOffState.values), *(("", r) for r in HandOffResult.values)]
ALLOWED = {
    ("proposed", "agreed"),
    ("proposed", "declined"),
    ("proposed", "cancelled"),
    ("agreed", "cancelled"),
    ("agreed", "done"),
    ("agreed", "missed"),
}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(MOVES), st.booleans()), max_size=5))
def test_whatever_is_tried_only_the_ways_of_the_table_are_gone(accepted, caseworker, answering, tries):
    one = propose(accepted, caseworker)
    seen = ["proposed"]
    for (state, result), receiver in tries:
        by = answering if receiver else caseworker
        try:
            one = record(one, by, result) if result else answer(one, by, state)
        except CasemgrError:
            continue
        seen.append(one.state)
        assert not (one.state in ("agreed", "declined") and by == caseworker)
    assert all(step in ALLOWED for step in itertools.pairwise(seen))
