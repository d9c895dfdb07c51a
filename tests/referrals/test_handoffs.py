"""Hand-offs: proposed by one side, agreed by the other, and how they went is told at once."""

import datetime
import itertools

import pytest
from django.utils import timezone

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


STEPS = [(state, "") for state in HandOffState.values] + [("", result) for result in HandOffResult.values]
#: how each state is reached: the step, and whether the receiver takes it (the sender proposes)
REACHED = {
    "proposed": [],
    "agreed": [(("agreed", ""), True)],
    "declined": [(("declined", ""), True)],
    "cancelled": [(("cancelled", ""), False)],
    "done": [(("agreed", ""), True), (("", "met"), False)],
    "missed": [(("agreed", ""), True), (("", "unsafe"), True)],
}
#: what goes on from a state: the step and who may take it
GOES_ON = {
    ("proposed", ("agreed", ""), True): "agreed",
    ("proposed", ("declined", ""), True): "declined",
    **{("proposed", ("cancelled", ""), side): "cancelled" for side in (True, False)},
    **{("agreed", ("cancelled", ""), side): "cancelled" for side in (True, False)},
    **{("agreed", ("", "met"), side): "done" for side in (True, False)},
    **{("agreed", ("", result), s): "missed" for result in ("not_there", "postponed", "unsafe") for s in (True, False)},
}


@pytest.mark.parametrize("state", sorted(REACHED))
def test_every_step_from_every_state_by_either_side(state, accepted, caseworker, answering, clock):
    def taken(one, step, receiver):
        by, (to, result) = answering if receiver else caseworker, step
        return record(one, by, result) if result else answer(one, by, to)

    tried = 0
    for step, receiver in itertools.product(STEPS, (True, False)):
        one = propose(accepted, caseworker)
        clock.go(days=3)
        for before, side in REACHED[state]:
            one = taken(one, before, side)
        assert one.state == state
        try:
            found = taken(one, step, receiver).state
        except CasemgrError:
            found = None
        assert found == GOES_ON.get((state, step, receiver)), (step, receiver)
        tried += 1
    assert tried == 20
