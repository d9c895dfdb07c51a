"""What time does: reminders, each once, of restricted cases too, and to administrators when nobody answers."""

import datetime

import pytest
from django.utils import timezone

from casemgr.accounts.actions import deactivate
from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from casemgr.encryption import keys
from cases import actions, tasks
from cases.models import NoticeReminder, Notification
from tests.conftest import as_user

from .conftest import act, drafted


def kinds(user):
    with as_user(user):
        rows = Notification.objects.visible_to(user).order_by("created_at")
        return [(row.kind, row.case_id is not None) for row in rows if row.kind in ("notice_review", "notice_waits")]


def run(organization):
    return actions.remind_of_notices(organization.pk)


@pytest.fixture
def told_ago(planted_case, caseworker):
    """A notice that was told because of danger, some hours ago."""

    def told_ago(hours):
        notice = drafted(planted_case, caseworker, kind="imminent_danger")
        act(notice, "seal", caseworker)
        at = timezone.now() - datetime.timedelta(hours=hours)
        act(notice, "send_now", caseworker, told_at=at)
        return notice

    return told_ago


@pytest.mark.parametrize(("hours", "found"), [(1, 0), (17, 0), (19, 1), (25, 1), (49, 2)])
def test_a_review_is_reminded_of_before_and_after_its_time_once(told_ago, harbor, supervisor, hours, found):
    told_ago(hours)
    assert run(harbor) == found
    assert run(harbor) == 0
    assert [kind for kind, _case in kinds(supervisor)] == ["notice_review"] * found


def test_after_two_days_administrators_hear_of_it_without_the_case(told_ago, harbor, supervisor, org_admin, caseworker):
    told_ago(30)
    run(harbor)
    assert kinds(org_admin) == []
    told_ago(50)
    run(harbor)
    assert kinds(org_admin) == [("notice_review", False)]
    assert {case for _kind, case in kinds(supervisor)} == {True} and kinds(caseworker) == []


def test_a_review_that_was_done_is_not_reminded_of(told_ago, harbor, supervisor):
    act(told_ago(30), "review", supervisor)
    assert run(harbor) == 0


@pytest.mark.parametrize(("urgency", "kind"), [("now", "mandatory_report"), ("day", "mandatory_report")])
def test_what_was_not_sent_in_time_is_told_to_who_works_on_it(
    planted_case, harbor, caseworker, supervisor, urgency, kind, monkeypatch
):
    drafted(planted_case, caseworker, kind=kind, urgency=urgency)
    assert run(harbor) == 0
    later = drafted(planted_case, caseworker, kind=kind, urgency=urgency)
    make_late(later, caseworker)
    assert run(harbor) == 1
    assert kinds(caseworker) == kinds(supervisor) == [("notice_waits", True)]


def make_late(notice, by):
    with as_user(by):
        notice.due_at = timezone.now() - datetime.timedelta(minutes=1)
        notice.save(update_fields=["due_at"])


def test_a_restricted_case_is_not_forgotten_and_not_told_of(told_ago, harbor, planted_case, supervisor, second):
    told_ago(30)
    with as_user(supervisor):
        actions.grant(planted_case, to=supervisor, by=supervisor)
        actions.set_restricted(planted_case, restricted=True, reason="A relative works here", by=supervisor)
    assert run(harbor) == 1
    assert kinds(supervisor) == [("notice_review", True)] and kinds(second) == []


def test_where_no_supervisor_is_named_all_hear_of_it_without_the_case(
    told_ago, harbor, planted_case, supervisor, second, org_admin
):
    told_ago(30)
    with as_user(supervisor):
        actions.set_restricted(planted_case, restricted=True, reason="A relative works here", by=supervisor)
    with as_user(org_admin):
        deactivate(supervisor, by=org_admin)
    assert run(harbor) == 1
    assert kinds(second) == kinds(org_admin) == [("notice_review", False)]


def test_each_organization_looks_at_its_own(told_ago, harbor, lotus, supervisor):
    told_ago(30)
    assert run(lotus) == 0 and run(harbor) == 1
    with as_user(supervisor):
        assert NoticeReminder.objects.visible_to(supervisor).get().kind == "review_late"


def test_it_is_in_the_trail_and_opens_nothing(told_ago, harbor, supervisor, monkeypatch):
    """So that it works while the organization's own key is locked."""
    told_ago(30)

    def locked(*owner):
        raise AssertionError("nothing sealed is opened")

    monkeypatch.setattr(keys, "data_key", locked)
    tasks.tell_of_late_notices(str(harbor.pk))
    with as_user(supervisor):
        entry = AuditEntry.objects.unscoped("what a test did").get(event=events.NOTICE_REMINDED)
        assert entry.actor_id is None and entry.additional_data == {"kind": "review_late"}


def test_the_lists_and_the_rules_of_what_waited_too_long_know_it(told_ago, browse, supervisor, caseworker):
    told_ago(30)
    theirs = browse(supervisor)
    assert "Late" in theirs.get("/notices/").content.decode()
    assert "Statutory notices past their time" in theirs.get("/team/").content.decode()
    assert "Statutory notices past their time" in browse(caseworker).get("/").content.decode()
