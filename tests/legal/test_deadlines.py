"""Deadlines: the clock warns and escalates once, of restricted cases too, and again after an extension."""

import datetime
from unittest import mock

import pytest
from django.utils import timezone

from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from casemgr.encryption import keys
from cases import actions, tasks
from cases.actions import deadline_clock
from cases.models import Case, Deadline, DeadlineReminder, DeadlineStep, Notification
from cases.overdue import RULES
from tests.conftest import as_user

DAY = datetime.timedelta(days=1)


@pytest.fixture
def on(harbor):
    """Call it with days from today: what the clock finds then, in frozen time."""

    def on(days):
        later = timezone.localdate() + days * DAY
        with mock.patch.object(deadline_clock, "today", lambda organization: later):
            return actions.remind_of_deadlines(harbor.pk)

    return on


@pytest.fixture
def permit(case, caseworker):
    """A permit that ends in 20 days, with 5 days of warning."""
    with as_user(caseworker):
        due = timezone.localdate() + 20 * DAY
        return actions.add_deadline(case, kind="permit", due_on=due, warn_days=5, basis="Planted-Basis", by=caseworker)


def told(user):
    with as_user(user):
        rows = Notification.objects.visible_to(user).filter(kind__startswith="deadline_").order_by("created_at")
        return [(row.kind, row.case_id is not None) for row in rows]


def test_it_warns_once_and_escalates_once(permit, on, caseworker, supervisor, colleague):
    assert on(14) == 0 and told(caseworker) == []
    assert (on(15), on(15), on(20)) == (1, 0, 0)
    assert told(caseworker) == [("deadline_soon", True)] and told(supervisor) == []
    assert (on(21), on(21), on(40)) == (1, 0, 0)
    assert told(caseworker) == [("deadline_soon", True), ("deadline_passed", True)]
    assert told(supervisor) == [("deadline_passed", True)] and told(colleague) == []


def test_the_database_keeps_one_reminder_of_each(permit, on, caseworker):
    on(21)
    with as_user(caseworker):
        assert DeadlineReminder.objects.visible_to(caseworker).get().kind == "passed"


def leave(case, caseworker):
    """The recorder leaves, and nobody is given their case."""
    type(caseworker).objects.filter(pk=caseworker.pk).update(is_active=False)
    with as_user(caseworker):
        Case.objects.visible_to(caseworker).filter(pk=case.pk).update(caseworker=None)


def test_where_nobody_works_on_it_supervisors_are_warned_before_it_passes(permit, case, on, caseworker, supervisor):
    leave(case, caseworker)
    assert (on(15), on(16)) == (1, 0)
    assert told(supervisor) == [("deadline_soon", True)]


def test_a_recorder_who_lost_sight_of_the_case_stands_in_nobodys_way(
    permit, case, on, caseworker, colleague, supervisor
):
    with as_user(supervisor):
        actions.assign(case, to=colleague, by=supervisor)
        actions.end_grant(case, of=caseworker, by=supervisor)
    type(colleague).objects.filter(pk=colleague.pk).update(is_active=False)
    assert on(15) == 1
    assert told(caseworker) == [] and told(supervisor) == [("deadline_soon", True)]


def test_of_a_restricted_case_that_nobody_sees_all_are_warned_without_the_case(
    permit, case, on, caseworker, supervisor, org_admin
):
    with as_user(caseworker):
        Case.objects.visible_to(caseworker).filter(pk=case.pk).update(restricted=True)
    leave(case, caseworker)
    assert on(15) == 1
    assert told(supervisor) == told(org_admin) == [("deadline_soon", False)]


@pytest.mark.parametrize("state", ["met", "missed"])
def test_what_is_settled_is_not_told_of(permit, on, caseworker, supervisor, state):
    with as_user(caseworker):
        actions.settle_deadline(permit, state=state, words="They were called", by=caseworker)
    assert on(21) == 0 and told(supervisor) == []


def test_an_extension_is_warned_of_anew(permit, on, caseworker, supervisor):
    assert on(21) == 1
    with as_user(caseworker):
        later = permit.due_on + 30 * DAY
        actions.extend_deadline(permit, due_on=later, words="Their letter", by=caseworker)
        step = DeadlineStep.objects.visible_to(caseworker).get()
        assert (step.before, step.after, step.words) == (permit.due_on, later, "Their letter")
    assert (on(40), on(45), on(51)) == (0, 1, 1)
    assert told(supervisor) == [("deadline_passed", True)] * 2


def test_of_a_restricted_case_those_named_on_it_hear_and_else_all_without_the_case(
    permit, on, case, supervisor, second, org_admin
):
    with as_user(supervisor):
        actions.set_restricted(case, restricted=True, reason="A relative works here", by=supervisor)
    assert on(21) == 1
    assert told(supervisor) == [("deadline_passed", True)] and told(second) == told(org_admin) == []


def test_it_is_in_the_trail_names_nobody_and_opens_nothing(permit, harbor, on, supervisor, monkeypatch):
    def locked(*owner):
        raise AssertionError("nothing sealed is opened")

    monkeypatch.setattr(keys, "data_key", locked)
    later = timezone.localdate() + 21 * DAY
    with mock.patch.object(deadline_clock, "today", lambda organization: later):
        tasks.tell_of_deadlines(str(harbor.pk))
    with as_user(supervisor):
        entry = AuditEntry.objects.unscoped("what a test did").get(event=events.DEADLINE_REMINDED)
        assert entry.actor_id is None and entry.additional_data == {"kind": "passed"}


def test_each_organization_looks_at_its_own(permit, lotus):
    later = timezone.localdate() + 21 * DAY
    with mock.patch.object(deadline_clock, "today", lambda organization: later):
        assert actions.remind_of_deadlines(lotus.pk) == 0


def test_what_passed_has_waited_too_long(permit, case, caseworker, supervisor):
    (rule,) = [rule for rule in RULES if rule.name == "deadlines"]
    with as_user(caseworker):
        assert not rule.rows(caseworker, permit.due_on).exists()
        assert rule.rows(caseworker, permit.due_on + DAY).get() == permit
        assert Deadline.objects.visible_to(caseworker).near(permit.due_on - 5 * DAY).exists()
        assert not Deadline.objects.visible_to(caseworker).near(permit.due_on - 6 * DAY).exists()
