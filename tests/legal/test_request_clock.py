"""Requests of authorities: the clock tells once of an answer coming due and of a ban that ended, opening nothing."""

import datetime
from unittest import mock

import pytest
from django.utils import timezone

from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from casemgr.encryption import keys
from cases import actions, tasks
from cases.actions import request_clock
from cases.models import Case, Notification, RequestReminder
from tests.conftest import as_user

from .conftest import act, now_is, served

DAY = datetime.timedelta(days=1)


@pytest.fixture
def on(harbor):
    """Call it with days from now: how many requests the clock tells of then, in frozen time."""

    def on(days):
        then = timezone.now() + days * DAY
        with (
            mock.patch.object(request_clock, "today", lambda organization: timezone.localdate(then)),
            mock.patch.object(request_clock.timezone, "now", lambda: then),
        ):
            return actions.remind_of_requests(harbor.pk)

    return on


@pytest.fixture
def due(case, caseworker):
    """A subpoena to answer in ten days."""
    return served(case, caseworker, answer_due_at=timezone.now() + 10 * DAY)


@pytest.fixture
def barred(case, caseworker):
    """A request of which the person may not be told for ten days."""
    until = timezone.localdate() + 10 * DAY
    return served(case, caseworker, informed="barred", bar="Planted-Order", barred_until=until)


def told(user):
    with as_user(user):
        rows = Notification.objects.visible_to(user).filter(kind__in=request_clock.TOLD.values())
        return [(row.kind, row.case_id is not None, row.about) for row in rows.order_by("created_at")]


def test_who_works_on_it_and_who_may_decide_are_told_once_before_it_is_due(
    due, on, caseworker, supervisor, second, colleague, org_admin
):
    assert on(6) == 0 and told(supervisor) == []
    assert (on(7), on(7), on(9), on(11)) == (1, 0, 0, 0)
    line = ("request_due", True, due.public_id)
    assert told(caseworker) == told(supervisor) == told(second) == [line]
    assert told(colleague) == told(org_admin) == []
    with as_user(caseworker):
        assert RequestReminder.objects.visible_to(caseworker).get().kind == "due"


@pytest.mark.parametrize(("state", "count"), [("proposed", 1), ("decided", 1), ("released", 0), ("lapsed", 0)])
def test_what_was_answered_is_not_told_of(reach, on, state, count):
    reach(state, answer_due_at=timezone.now() + DAY)
    assert on(0) == count


def test_another_day_is_told_of_anew(due, on, caseworker, supervisor):
    assert on(8) == 1
    with as_user(caseworker):
        later = {"answer_due_at": timezone.now() + 20 * DAY}
        actions.change_request(due, later, version=now_is(due, caseworker).version, by=caseworker)
    assert (on(8), on(18)) == (0, 1)
    assert len(told(supervisor)) == 2


def test_the_end_of_a_ban_is_told_once_the_day_after_whatever_became_of_it(
    barred, on, caseworker, supervisor, colleague
):
    act(barred, "lapse", caseworker)
    assert on(10) == 0
    assert (on(11), on(30)) == (1, 0)
    assert told(caseworker) == told(supervisor) == [("request_unbarred", True, barred.public_id)]
    assert told(colleague) == []


def test_who_was_told_already_needs_no_end_of_a_ban(barred, on, caseworker):
    with as_user(caseworker):
        actions.change_request(barred, {"informed": "told"}, version=barred.version, by=caseworker)
    assert on(11) == 0


def test_of_a_restricted_case_that_no_supervisor_sees_all_hear_without_the_case(
    due, case, on, caseworker, supervisor, second, org_admin
):
    with as_user(caseworker):
        Case.objects.visible_to(caseworker).filter(pk=case.pk).update(restricted=True)
    assert on(8) == 1
    assert told(caseworker) == [("request_due", True, due.public_id)]
    assert told(supervisor) == told(second) == told(org_admin) == [("request_due", False, "")]


def test_it_is_in_the_trail_and_opens_nothing(case, caseworker, harbor, lotus, supervisor, monkeypatch):
    served(case, caseworker, answer_due_at=timezone.now() + DAY)

    def locked(*owner):
        raise AssertionError("nothing sealed is opened")

    monkeypatch.setattr(keys, "data_key", locked)
    assert actions.remind_of_requests(lotus.pk) == 0
    tasks.tell_of_deadlines(str(harbor.pk))
    with as_user(supervisor):
        entry = AuditEntry.objects.unscoped("what a test did").get(event=events.REQUEST_REMINDED)
        assert entry.actor_id is None and entry.additional_data == {"kind": "due"}


def test_it_leads_to_the_request(due, case, on, supervisor, supervisor_page):
    on(8)
    with as_user(supervisor):
        one = Notification.objects.visible_to(supervisor).get(kind="request_due")
    answer = supervisor_page.post(f"/news/{one.public_id}/")
    assert answer["Location"].startswith(f"/cases/{case.public_id}/") and due.public_id in answer["Location"]
