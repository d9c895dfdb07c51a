"""Goals, safety plan, approvals, appointments, tasks that change and come again."""

import datetime

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from casemgr.accounts.actions import set_working_rules
from casemgr.errors import Conflict, InvalidInput, NotFound, NotInThisState, NotPermitted
from cases import actions
from cases.actions.tasks import _after
from cases.models import Appointment, Approval, Case, Goal, Notification, SafetyPlan, Task
from tests.conftest import as_user, in_a_year

SOON = timezone.now() + datetime.timedelta(days=2)


@pytest.fixture
def goal(case, caseworker):
    with as_user(caseworker):
        return actions.add_goal(case, words="A room of my own", area="housing", by=caseworker)


def test_a_goal_is_kept_in_sealed_words_and_settled(goal, caseworker):
    assert b"room" not in bytes(goal.words_sealed.ciphertext)
    with as_user(caseworker):
        done = actions.settle_goal(goal, state="reached", version=1, outcome="Moved in", by=caseworker)
        assert done.settled_on and done.outcome == "Moved in"
        again = actions.settle_goal(goal, state="open", version=2, by=caseworker)
        assert again.settled_on is None
        with pytest.raises(Conflict):
            actions.settle_goal(goal, state="dropped", version=1, by=caseworker)


@pytest.mark.parametrize(("words", "area", "field"), [(" ", "housing", "words"), ("x", "moon", "area")])
def test_a_goal_that_says_too_little_is_refused(case, caseworker, words, area, field):
    with as_user(caseworker), pytest.raises(InvalidInput) as refused:
        actions.add_goal(case, words=words, area=area, by=caseworker)
    assert refused.value.field == field


def test_a_safety_plan_is_written_over_the_version_that_was_read(case, caseworker):
    with as_user(caseworker):
        first = actions.write_safety_plan(case, {"safe_places": "Aunt"}, read=None, by=caseworker)
        with pytest.raises(Conflict):
            actions.write_safety_plan(case, {"safe_places": "Other"}, read=None, by=caseworker)
        actions.write_safety_plan(case, {"safe_places": "Aunt, church"}, read=first.pk, by=caseworker)
        assert SafetyPlan.objects.visible_to(caseworker).count() == 2
        newest = SafetyPlan.objects.visible_to(caseworker).latest("written_at")
        with pytest.raises(InvalidInput):
            actions.write_safety_plan(case, {"safe_places": " "}, read=newest.pk, by=caseworker)
        with pytest.raises(Exception, match=r"permission denied|append"):
            SafetyPlan.objects.visible_to(caseworker).update(written_by=caseworker)


def test_an_approved_plan_is_kept_as_it_was(case, goal, caseworker, supervisor):
    with as_user(caseworker):
        actions.add_task(case, title="See two rooms", due_on=in_a_year(), goal=goal, by=caseworker)
        asked = actions.ask_plan_approval(case, by=caseworker)
        with pytest.raises(NotInThisState):
            actions.ask_plan_approval(case, by=caseworker)
    with as_user(supervisor):
        assert Notification.objects.visible_to(supervisor).filter(kind="approval_asked").exists()
        actions.decide_approval(asked, approve=True, by=supervisor)
    with as_user(caseworker):
        actions.settle_goal(goal, state="dropped", version=1, by=caseworker)
        kept = Approval.objects.visible_to(caseworker).get()
        assert kept.state == "approved" and kept.decided_by_id == supervisor.pk
        [told] = kept.content["goals"]
        assert told["words"] == "A room of my own" and told["steps"][0]["what"] == "See two rooms"
        assert b"room" not in bytes(kept.content_sealed.ciphertext)


def test_nobody_approves_their_own_unless_the_organization_allows_it(case, goal, supervisor, org_admin):
    with as_user(supervisor):
        asked = actions.ask_plan_approval(case, by=supervisor)
        with pytest.raises(NotPermitted):
            actions.decide_approval(asked, approve=True, by=supervisor)
    with as_user(org_admin):
        set_working_rules(self_approval=True, closure_approval=False, asked=(), by=org_admin)
    supervisor.organization.refresh_from_db()
    with as_user(supervisor):
        assert actions.decide_approval(asked, approve=True, by=supervisor).state == "approved"


def test_returning_says_what_should_change_and_the_next_version_follows(case, goal, caseworker, supervisor):
    with as_user(caseworker):
        asked = actions.ask_plan_approval(case, by=caseworker)
        with pytest.raises(NotPermitted):
            actions.decide_approval(asked, approve=True, by=caseworker)
    with as_user(supervisor):
        with pytest.raises(InvalidInput):
            actions.decide_approval(asked, approve=False, by=supervisor)
        actions.decide_approval(asked, approve=False, note="Add dates", by=supervisor)
        with pytest.raises(NotInThisState):
            actions.decide_approval(asked, approve=True, by=supervisor)
    with as_user(caseworker):
        assert actions.ask_plan_approval(case, by=caseworker).number == 2


def test_an_organization_may_want_closures_approved(case, caseworker, supervisor, org_admin):
    with as_user(org_admin):
        set_working_rules(self_approval=False, closure_approval=True, asked=(), by=org_admin)
    caseworker.organization.refresh_from_db()
    with as_user(caseworker):
        with pytest.raises(NotPermitted, match="approval"):
            actions.close_case(case, reason="moved", by=caseworker, version=case.version)
        asked = actions.ask_closure(case, reason="moved", by=caseworker)
        assert Case.objects.visible_to(caseworker).get().status == "intake"
    with as_user(supervisor):
        actions.decide_approval(asked, approve=True, by=supervisor)
    with as_user(caseworker):
        assert Case.objects.visible_to(caseworker).get().status == "closed"


def test_a_plan_without_goals_is_not_sent(case, caseworker):
    with as_user(caseworker), pytest.raises(InvalidInput):
        actions.ask_plan_approval(case, by=caseworker)


def test_a_missed_appointment_asks_that_the_person_be_looked_for(case, caseworker):
    with as_user(caseworker):
        one = actions.make_appointment(case, starts_at=SOON, place="Clinic", by=caseworker)
        assert b"Clinic" not in bytes(one.place_sealed.ciphertext)
        actions.settle_appointment(one, state="missed", note="Phone off", by=caseworker)
        task = Task.objects.visible_to(caseworker).pending().get()
        assert "missed" in task.title and task.due_on == datetime.date.today()
        with pytest.raises(NotInThisState):
            actions.settle_appointment(one, state="kept", by=caseworker)


def test_a_moved_appointment_leaves_the_first_as_moved(case, caseworker):
    with as_user(caseworker):
        one = actions.make_appointment(case, starts_at=SOON, about="Papers", by=caseworker)
        later = actions.move_appointment(one, starts_at=SOON + datetime.timedelta(days=1), by=caseworker)
        states = dict(Appointment.objects.visible_to(caseworker).values_list("pk", "state"))
        assert states == {one.pk: "moved", later.pk: "planned"} and later.about == "Papers"


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"starts_at": timezone.now() - datetime.timedelta(hours=1)}, "starts_at"), ({"minutes": 0}, "minutes")],
)
def test_an_appointment_that_can_not_be_is_refused(case, caseworker, changes, field):
    with as_user(caseworker), pytest.raises(InvalidInput) as refused:
        actions.make_appointment(case, **({"starts_at": SOON} | changes), by=caseworker)
    assert refused.value.field == field


def test_who_does_not_see_the_case_sees_none_of_it(case, goal, caseworker, colleague):
    with as_user(caseworker):
        actions.write_safety_plan(case, {"safe_places": "Aunt"}, read=None, by=caseworker)
        one = actions.make_appointment(case, starts_at=SOON, by=caseworker)
        asked = actions.ask_plan_approval(case, by=caseworker)
    with as_user(colleague):
        for model in (Goal, SafetyPlan, Approval, Appointment):
            assert not model.objects.visible_to(colleague).exists()
            assert not model.objects.unscoped("the database alone").exists()
        with pytest.raises(NotFound):
            actions.settle_appointment(one, state="kept", by=colleague)
        with pytest.raises((NotFound, NotPermitted)):
            actions.decide_approval(asked, approve=True, by=colleague)


def test_a_task_is_changed_over_what_was_read_and_dropped(case, caseworker, supervisor):
    with as_user(caseworker):
        task = actions.add_task(case, title="Call", due_on=in_a_year(), by=caseworker)
        actions.change_task(task, {"title": "Call twice", "due_on": in_a_year(10)}, version=1, by=caseworker)
        with pytest.raises(Conflict):
            actions.change_task(task, {"title": "x"}, version=1, by=caseworker)
        assert Case.objects.visible_to(caseworker).get().next_follow_up == in_a_year(10)
        actions.drop_task(task, by=caseworker)
        with pytest.raises(NotInThisState):
            actions.change_task(task, {"title": "x"}, version=3, by=caseworker)
        task.refresh_from_db(from_queryset=Task.objects.visible_to(caseworker))
        with pytest.raises(NotInThisState):
            actions.finish_task(task, by=caseworker)


def test_a_task_that_comes_again_comes_after_today(case, caseworker):
    past = datetime.date.today() - datetime.timedelta(days=20)
    with as_user(caseworker):
        task = actions.add_task(case, title="Call", due_on=past, repeats="weekly", by=caseworker)
        actions.finish_task(task, by=caseworker)
        following = Task.objects.visible_to(caseworker).pending().get()
        assert following.due_on == past + datetime.timedelta(days=21) and following.title == "Call"
        actions.drop_task(following, by=caseworker)
        assert not Task.objects.visible_to(caseworker).pending().exists()


@pytest.mark.nodb
@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1)), st.sampled_from(Task.Repeats.values))
def test_the_next_time_is_always_later_and_near(day, repeats):
    gap = (_after(day, repeats) - day).days
    assert {"weekly": gap == 7, "fortnightly": gap == 14, "monthly": 28 <= gap <= 31}[repeats]
