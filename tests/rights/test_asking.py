"""What a person asks about their own record: who may write it down, look into it, decide, and take it back."""

import datetime

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from casemgr.errors import InvalidInput, NotFound, NotInThisState, NotPermitted
from cases import actions
from cases.actions import erasing
from cases.models import Case, Consent, DataRequest, LegalHold, Note, Notification, Person
from tests.conftest import as_user
from tests.rights.conftest import approve, ask, check, share, state_of

pytestmark = pytest.mark.usefixtures("lotus")


def test_a_request_says_who_asks_and_how_that_was_made_sure(case, caseworker):
    with as_user(caseworker):
        for changes, field in (
            ({"identity": ""}, "identity"),
            ({"asker": "guardian"}, "authority"),
            ({"asker": "rule"}, "asker"),
            ({"kind": "retention"}, "kind"),
            ({"kind": "copy"}, "delivery"),
            ({"kind": "correction", "disputed": "age"}, "words"),
        ):
            given = {"kind": "erasure", "asker": "person", "identity": "known"} | changes
            with pytest.raises(InvalidInput) as refused:
                actions.ask_right(case, by=caseworker, **given)
            assert refused.value.field == field


@pytest.mark.parametrize(
    ("born", "guardians", "may"),
    [
        (None, "", True),
        (2_015, "", True),
        (1_990, "", False),
        (1_990, "known", True),
        (2_015, "barred", False),
        (2_015, "barred barred", False),
        (2_015, "barred known", True),
    ],
)
@pytest.mark.parametrize("kind", ["copy", "correction", "erasure"])
def test_a_barred_guardian_asks_nothing(case, caseworker, kind, born, guardians, may):
    words = {"delivery": "x", "disputed": "x", "words": "x", "authority": "A court order"}
    asked = {"kind": kind, "asker": "guardian", "identity": "document"} | words
    with as_user(caseworker):
        Person.objects.visible_to(caseworker).filter(pk=case.person_id).update(birth_year=born)
        seen = Case.objects.visible_to(caseworker).select_related("person").get(pk=case.pk)
        for number, standing in enumerate(guardians.split()):
            one = actions.add_guardian(seen.person, name=f"G{number}", relation="parent", by=caseworker)
            if standing == "known":
                asked["guardian"] = one
            if standing == "barred":
                actions.bar_guardian(one, why="May be implicated", by=caseworker)
        if may:
            assert actions.ask_right(seen, by=caseworker, **asked).asker == "guardian"
            return
        with pytest.raises(InvalidInput) as refused:
            actions.ask_right(seen, by=caseworker, **asked)
        assert refused.value.field == "asker"
        assert actions.ask_right(seen, by=caseworker, **asked | {"asker": "person"}).kind == kind


def test_to_erase_stops_sharing_in_the_same_act_and_keeps_the_consent_to_a_record(case, caseworker, lotus):
    given = share(case, lotus, caseworker)
    request = ask(case, caseworker, ask_deletion=True)
    with as_user(caseworker):
        assert Consent.objects.visible_to(caseworker).get(pk=given.pk).ending == "withdrawn"
        assert Consent.objects.visible_to(caseworker).get(person=case.person, purpose="store").ended_at is None
        assert (request.told, request.ask_deletion) == (["Lotus Legal"], True)


def test_a_copy_stops_nothing(case, caseworker, lotus):
    given = share(case, lotus, caseworker)
    ask(case, caseworker, kind="copy", delivery="at the office, read aloud")
    with as_user(caseworker):
        assert Consent.objects.visible_to(caseworker).get(pk=given.pk).ended_at is None


def test_stop_sharing_is_done_at_once(case, caseworker, lotus):
    share(case, lotus, caseworker)
    assert ask(case, caseworker, kind="stop_sharing").state == "done"


def test_nothing_is_erased_before_a_talk_in_private(case, caseworker, supervisor):
    request = ask(case, caseworker)
    with as_user(supervisor), pytest.raises(NotInThisState):
        actions.approve_erasure(request, by=supervisor)
    with as_user(caseworker), pytest.raises(InvalidInput) as refused:
        actions.check_right(request, finding="free", alone=False, evidence_told=True, by=caseworker)
    assert refused.value.field == "alone"
    with as_user(caseworker), pytest.raises(InvalidInput) as refused:
        actions.check_right(request, finding="free", alone=True, evidence_told=False, by=caseworker)
    assert refused.value.field == "evidence_told"


@pytest.mark.parametrize("finding", ["unsure", "pressed"])
def test_whoever_may_be_pressed_is_not_erased_and_can_take_it_back_quietly(case, caseworker, supervisor, finding):
    request = check(ask(case, caseworker), caseworker, finding=finding)
    with as_user(supervisor), pytest.raises(NotInThisState, match="private"):
        actions.approve_erasure(request, by=supervisor)
    with as_user(supervisor):
        before = Notification.objects.visible_to(supervisor).count()
    with as_user(caseworker):
        assert actions.take_right_back(request, by=caseworker).state == "taken_back"
    with as_user(supervisor):
        assert Notification.objects.visible_to(supervisor).count() == before


def test_nobody_approves_what_they_wrote_down_or_checked(case, caseworker, supervisor, second):
    own = check(ask(case, supervisor), caseworker)
    with as_user(supervisor), pytest.raises(NotPermitted):
        actions.approve_erasure(own, by=supervisor)
    with as_user(caseworker), pytest.raises(NotPermitted):
        actions.approve_erasure(own, by=caseworker)
    assert approve(own, second).state == "sealed"


def test_an_earlier_doubt_stays_and_somebody_else_talks_again(case, caseworker, supervisor, second, harbor, org_admin):
    from tests.conftest import make_person_of

    request = check(ask(case, caseworker), supervisor, finding="pressed")
    with as_user(caseworker), pytest.raises(NotPermitted, match="Somebody else"):
        actions.check_right(request, finding="free", alone=True, evidence_told=True, by=caseworker)
    check(request, second)
    with as_user(supervisor):
        told = [(one.finding, one.taken_by_id) for one in request.steps.visible_to(supervisor).order_by("taken_at")]
        assert told == [("pressed", supervisor.pk), ("free", second.pk)]
        with pytest.raises(NotPermitted):
            actions.approve_erasure(request, by=supervisor)
    third = make_person_of(harbor, "supervisor")
    assert approve(request, third).state == "sealed"


def test_the_recorder_may_check_again_where_nobody_doubted(case, caseworker, supervisor):
    request = check(check(ask(case, caseworker), caseworker), caseworker)
    assert approve(request, supervisor).state == "sealed"


def test_the_wait_stands_still_while_a_return_is_asked(case, caseworker, supervisor, second, monkeypatch):
    request = approve(check(ask(case, caseworker), caseworker), supervisor)
    end = request.erase_after
    with as_user(second):
        actions.ask_return(request, by=second)
    with as_user(caseworker):
        assert actions.wait_on(request, by=caseworker).erase_after == end, "enough is left"
    with as_user(second), pytest.raises(DatabaseError), transaction.atomic():
        DataRequest.objects.visible_to(second).filter(pk=request.pk).update(erase_after=timezone.now())
    assert datetime.timedelta(hours=48) == erasing.AFTER_ASKING
    monkeypatch.setattr(erasing, "AFTER_ASKING", datetime.timedelta(days=30))  # as if the wait were nearly over
    with as_user(second):
        actions.ask_return(request, by=second)
    with as_user(caseworker):
        left = actions.wait_on(request, by=caseworker).erase_after - timezone.now()
    assert left > datetime.timedelta(days=29)


def test_a_sealed_record_is_read_by_nobody_but_the_request_by_those_who_can_end_it(
    full, caseworker, colleague, supervisor, second
):
    request = check(ask(full, caseworker), caseworker)
    approve(request, supervisor)
    for one in (caseworker, supervisor, second, colleague):
        with as_user(one):
            assert not Case.objects.visible_to(one).filter(pk=full.pk).exists()
            assert not Case.objects.unscoped("the database alone").filter(pk=full.pk).exists()
            assert not Note.objects.unscoped("the database alone").exists()
            with pytest.raises(NotFound):
                actions.write_note(full, body="more", by=one)
    assert [state_of(request, one) for one in (caseworker, supervisor, second)] == ["sealed"] * 3
    assert state_of(request, colleague) is None


def test_a_complaint_in_a_sealed_record_waits_too(case, caseworker, supervisor, harbor):
    from tests.conftest import make_person_of

    recipient = make_person_of(harbor, "complaint_recipient")
    with as_user(caseworker):
        actions.write_note(case, kind="complaint", body="x", by=caseworker)
    with as_user(recipient):
        assert Note.objects.visible_to(recipient).count() == 1
    approve(check(ask(case, caseworker), caseworker), supervisor)
    with as_user(recipient):
        assert Note.objects.visible_to(recipient).count() == 0


def test_two_people_give_it_back(case, caseworker, supervisor, second):
    request = approve(check(ask(case, caseworker), caseworker), supervisor)
    with as_user(second):
        actions.ask_return(request, by=second)
        with pytest.raises(NotPermitted):
            actions.return_record(request, by=second)
    with as_user(caseworker):
        actions.return_record(request, by=caseworker)
        assert Case.objects.visible_to(caseworker).filter(pk=case.pk).exists()


def test_the_wait_goes_on_when_it_was_not_the_person(case, caseworker, supervisor, second):
    request = approve(check(ask(case, caseworker), caseworker), supervisor)
    with as_user(second):
        actions.ask_return(request, by=second)
    with as_user(caseworker):
        assert actions.wait_on(request, by=caseworker).state == "sealed"
    with as_user(supervisor), pytest.raises(NotInThisState):
        actions.return_record(request, by=supervisor)


def test_a_hold_refuses_and_takes_two_people_to_lift(case, caseworker, supervisor, second):
    request = check(ask(case, caseworker), caseworker)
    with as_user(supervisor):
        hold = actions.place_hold(case, reason="Court order", by=supervisor)
        with pytest.raises(NotInThisState, match="hold"):
            actions.approve_erasure(request, by=supervisor)
        assert actions.lift_hold(hold, by=supervisor).lifted_at is None
        with pytest.raises(NotPermitted):
            actions.lift_hold(hold, by=supervisor)
    with as_user(caseworker), pytest.raises(NotPermitted):
        actions.lift_hold(hold, by=caseworker)
    with as_user(second):
        actions.lift_hold(hold, by=second)
        assert LegalHold.objects.visible_to(second).get().lifted_by_id == second.pk
    assert approve(request, supervisor).state == "sealed"


def test_a_correction_stays_beside_the_fact(case, caseworker):
    request = ask(case, caseworker, kind="correction", disputed="Year of birth", words="I was born in 1999")
    with as_user(caseworker):
        with pytest.raises(InvalidInput):
            actions.answer_correction(request, outcome="noted", words=" ", by=caseworker)
        done = actions.answer_correction(request, outcome="noted", words="No paper yet", by=caseworker)
        assert (done.state, done.outcome, done.words) == ("done", "noted", "I was born in 1999")


def test_who_does_not_see_the_case_asks_nothing(case, colleague, org_admin):
    for one in (colleague, org_admin):
        with as_user(one), pytest.raises(NotFound):
            actions.ask_right(case, kind="copy", asker="person", identity="known", delivery="x", by=one)
        with as_user(one):
            assert not DataRequest.objects.visible_to(one).exists()
