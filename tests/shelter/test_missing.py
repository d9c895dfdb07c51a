"""A resident doesn't come back: steps with their times, a clock, and supervisors who are told without a name."""

import datetime

import pytest
from django.utils import timezone

from casemgr.errors import InvalidInput, NotFound, NotInThisState, NotPermitted
from cases import actions
from cases.models import Flag, Missing, MissingStep, Notification, SafeContact, Stay, Task, Whereabouts
from tests.conftest import as_user, make_person_of
from tests.shelter.conftest import ask, come_in, room_of, stay_of

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def missing(case, tamarind, caseworker):
    stay = come_in(case, tamarind, caseworker)
    with as_user(caseworker):
        return actions.report_missing(stay, noticed_at=timezone.now() - HOUR, by=caseworker)


def kinds_told(user):
    with as_user(user):
        return list(Notification.objects.visible_to(user).values_list("kind", flat=True))


def test_a_flag_goes_up_and_supervisors_are_told_at_once(missing, supervisor, caseworker):
    with as_user(caseworker):
        assert Flag.objects.visible_to(caseworker).raised().get().kind == "missing"
        assert missing.due_at == missing.noticed_at + 2 * HOUR
        with pytest.raises(NotInThisState):
            actions.report_missing(missing.stay, by=caseworker)
    assert sorted(kinds_told(supervisor)) == ["contact_stopped", "missing"]


def test_the_person_is_called_only_as_their_rules_allow(missing, case, caseworker):
    with as_user(caseworker), pytest.raises(InvalidInput, match="must not be contacted"):
        actions.missing_step(missing, kind="called", by=caseworker)
    with as_user(caseworker):
        SafeContact.objects.visible_to(caseworker).filter(person=case.person).update(channel="call", may_call=True)
        step = actions.missing_step(missing, kind="called", words="Rang out twice", by=caseworker)
        assert b"twice" not in bytes(step.words_sealed.ciphertext)


def test_the_police_only_on_a_ground_and_with_words(missing, caseworker):
    with as_user(caseworker):
        for facts in ({"ground": "", "words": "x"}, {"ground": "agreed", "words": " "}):
            with pytest.raises(InvalidInput):
                actions.missing_step(missing, kind="police", by=caseworker, **facts)
        actions.missing_step(missing, kind="police", ground="agreed", words="As she wrote in her plan", by=caseworker)
        step = MissingStep.objects.visible_to(caseworker).get()
        assert (step.kind, step.ground) == ("police", "agreed")


def test_a_supervisor_decides_and_the_clock_stops(missing, caseworker, supervisor):
    with as_user(caseworker), pytest.raises(NotPermitted):
        actions.missing_step(missing, kind="not_police", words="She asked us not to", by=caseworker)
    with as_user(supervisor):
        actions.missing_step(missing, kind="not_police", words="She asked us not to", by=supervisor)
        Missing.objects.visible_to(supervisor).update(due_at=timezone.now() - HOUR)
    assert actions.remind_of_missing(missing.organization_id) == 0


def test_the_clock_tells_supervisors_once_and_names_nobody(missing, case, caseworker, supervisor, partner_worker):
    assert actions.remind_of_missing(missing.organization_id) == 0
    with as_user(supervisor):
        Missing.objects.visible_to(supervisor).update(due_at=timezone.now() - HOUR)
    assert actions.remind_of_missing(partner_worker.organization_id) == 0
    assert actions.remind_of_missing(missing.organization_id) == 1
    assert actions.remind_of_missing(missing.organization_id) == 0
    assert sorted(kinds_told(supervisor)) == ["contact_stopped", "missing", "missing_waits"]
    assert "missing_waits" not in kinds_told(caseworker)


def test_of_a_restricted_case_others_are_told_without_the_case(missing, case, supervisor):
    second = make_person_of(supervisor.home, "supervisor")
    with as_user(supervisor):
        actions.set_restricted(case, restricted=True, reason="Threats", by=supervisor)
        Missing.objects.visible_to(supervisor).update(due_at=timezone.now() - HOUR)
    assert actions.remind_of_missing(missing.organization_id) == 1
    with as_user(second):
        assert Notification.objects.visible_to(second).get(kind="missing_waits").case_id is None
    with as_user(supervisor):
        assert Notification.objects.visible_to(supervisor).get(kind="missing_waits").case_id == case.pk


def test_back_again_the_flag_comes_down(missing, case, caseworker):
    with as_user(caseworker):
        with pytest.raises(NotInThisState, match="missing"):
            actions.check_out(stay_of(case, caseworker), left_why="missing", left_to="unknown", by=caseworker)
        actions.end_missing(missing, how="back", by=caseworker)
        assert not Flag.objects.visible_to(caseworker).raised().exists()
        assert Stay.objects.visible_to(caseworker).get().back_by is None
        with pytest.raises(NotInThisState):
            actions.missing_step(missing, kind="friends", by=caseworker)
        stay = stay_of(case, caseworker)
        assert actions.check_out(stay, left_why="missing", left_to="unknown", by=caseworker).state == "out"


def test_nobody_without_the_case_finds_any_of_it(missing, colleague):
    with as_user(colleague):
        assert not Missing.objects.unscoped("the database alone").exists()
        with pytest.raises(NotFound):
            actions.end_missing(missing, how="back", by=colleague)


def rules_of(case, by, **changes):
    """The rules as they are now, after these changes."""
    with as_user(by):
        rows = SafeContact.objects.visible_to(by).filter(person=case.person)
        rows.update(**changes) if changes else None
        return rows.get()


@pytest.mark.parametrize("against", [{"channel": "none"}, {"unsafe_since": timezone.now()}, {"stopped": "dead"}])
def test_one_tick_does_not_allow_a_call(missing, case, caseworker, against):
    rules_of(case, caseworker, **{"channel": "call", "may_call": True} | against)
    with as_user(caseworker), pytest.raises(InvalidInput) as refused:
        actions.missing_step(missing, kind="called", by=caseworker)
    assert refused.value.field == "kind"


def test_who_looks_for_the_missing_may_call_though_contact_stopped_for_it(missing, case, caseworker):
    rules_of(case, caseworker, channel="call", may_call=True, stopped="missing")
    with as_user(caseworker):
        assert actions.missing_step(missing, kind="called", by=caseworker)


def test_who_comes_back_is_not_looked_for_any_more(missing, case, caseworker):
    with as_user(caseworker):
        actions.come_back(stay_of(case, caseworker), by=caseworker)
        assert Missing.objects.visible_to(caseworker).get().found == "back"
        assert not Flag.objects.visible_to(caseworker).raised().exists()
        assert Whereabouts.objects.visible_to(caseworker).get().ending == "found"
    assert rules_of(case, caseworker).stopped == ""


HOW = [("back", "", "Contact may go on"), ("safe", "", "Contact may go on"), ("mistake", "", "Contact may go on")]
HOW += [(code, "missing", "say whether contact may go on") for code in ("left", "harmed")]


@pytest.mark.parametrize(("how", "stopped", "task"), HOW)
def test_back_or_safe_contact_may_go_on(missing, case, caseworker, how, stopped, task):
    with as_user(caseworker):
        actions.end_missing(missing, how=how, by=caseworker)
        assert any(task in one.title for one in Task.objects.visible_to(caseworker).filter(case=case))
    assert rules_of(case, caseworker).stopped == stopped


def test_a_resident_who_is_missing_is_not_contacted_as_nobody_missing_is(case, tamarind, caseworker, supervisor):
    rules_of(case, caseworker, channel="call", may_call=True)
    with as_user(caseworker):
        meeting = actions.make_appointment(case, starts_at=timezone.now() + 24 * HOUR, by=caseworker)
    stay = come_in(case, tamarind, caseworker)
    with as_user(caseworker):
        missing = actions.report_missing(stay, by=caseworker)
        meeting.refresh_from_db()
        assert meeting.state == "cancelled"
        with pytest.raises(InvalidInput, match="missing"):
            actions.record_contact(case, way="call", result="reached", by=caseworker)
        row = Whereabouts.objects.visible_to(caseworker).get()
        assert row.kind == "missing"
        assert "Tamarind" not in row.words
    with as_user(supervisor):
        assert actions.confirm_gone(row, by=supervisor).confirmed_by == supervisor
    with as_user(caseworker):
        actions.end_missing(missing, how="mistake", by=caseworker)
        meeting.refresh_from_db()
        assert meeting.state == "planned"
        assert actions.record_contact(case, way="call", result="reached", by=caseworker)
        assert Whereabouts.objects.visible_to(caseworker).get().ending == "mistake"


def test_contact_that_stopped_before_stays_as_it_was_said(case, tamarind, caseworker):
    stay = come_in(case, tamarind, caseworker)
    with as_user(caseworker):
        actions.mark_gone(case, kind="missing", words="Her sister called", by=caseworker)
        actions.report_missing(stay, by=caseworker)
        assert Whereabouts.objects.visible_to(caseworker).get().words == "Her sister called"


@pytest.mark.parametrize(("ending", "found"), [("found", "safe"), ("mistake", "mistake")])
def test_found_ends_the_search(missing, case, caseworker, ending, found):
    with as_user(caseworker):
        row = Whereabouts.objects.visible_to(caseworker).get()
        actions.end_gone(row, ending=ending, why="She called", by=caseworker)
        assert Missing.objects.visible_to(caseworker).get().found == found


def test_the_dead_are_not_looked_for_and_have_no_bed(missing, case, tamarind, caseworker, supervisor):
    with as_user(caseworker):
        with pytest.raises(InvalidInput):
            actions.end_missing(missing, how="died", by=caseworker)
        actions.mark_gone(case, kind="dead", words="The hospital called", by=caseworker)
        assert Missing.objects.visible_to(caseworker).get().found == "died"
        assert not Flag.objects.visible_to(caseworker).raised().exists()
        stay = stay_of(case, caseworker)
        assert (stay.state, stay.left_why) == ("out", "died")
        with pytest.raises(NotInThisState, match="died"):
            actions.ask_bed(case, wanted_on=timezone.localdate(), by=caseworker)


def test_a_bed_asked_for_is_not_given_to_the_dead(case, tamarind, caseworker):
    stay = ask(case, caseworker)
    rules_of(case, caseworker, stopped="dead")
    with as_user(caseworker), pytest.raises(NotInThisState, match="died"):
        actions.check_in(stay, room=room_of(tamarind, caseworker), by=caseworker)


def test_the_clock_leaves_the_dead_alone(missing, case, caseworker):
    rules_of(case, caseworker, stopped="dead")
    with as_user(caseworker):
        Missing.objects.visible_to(caseworker).update(due_at=timezone.now() - HOUR)
    assert actions.remind_of_missing(missing.organization_id) == 0
