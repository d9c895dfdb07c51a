"""The clock tells who asked, ends what ran out and deletes what was kept long enough, once each, as the sender."""

import datetime

import pytest
from django.db import transaction

from casemgr.accounts.actions import deactivate
from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from cases.actions import set_restricted
from cases.actions.assign import assign, end_grant
from cases.models import Notification
from referrals import actions, tasks
from tests.conftest import as_user
from tests.enquiries.conftest import answers, ask, enquiries_of, give, news_of, received

pytestmark = pytest.mark.usefixtures("empty_cache")
DAY = datetime.timedelta(days=1)


def look(harbor):
    """The clock's job, as the worker runs it."""
    tasks.keep_time(organization=str(harbor.pk))


def test_who_asked_is_told_of_each_answer_once(asked, caseworker, colleague, lotus_worker, sahel_worker, harbor, lotus):
    look(harbor)
    assert news_of(caseworker) == []
    give(lotus_worker, "yes", until=today(lotus))
    look(harbor)
    look(harbor)
    assert news_of(caseworker) == ["enquiry_answered"] and news_of(colleague) == []
    give(sahel_worker, "no", reason="other")
    give(lotus_worker, "no", reason="no_capacity")
    look(harbor)
    assert news_of(caseworker) == ["enquiry_answered"] * 2
    with as_user(caseworker), transaction.atomic():
        line = Notification.objects.visible_to(caseworker).filter(kind="enquiry_answered").first()
        assert line.about == asked.public_id and line.case_id == asked.case_id


@pytest.mark.parametrize(
    ("answer", "told"), [("", True), ("no", True), ("maybe", False), ("yes", False), ("old", True)]
)
def test_it_ends_and_is_told_unless_an_answer_holds(
    caseworker, giving, lotus_worker, harbor, lotus, clock, answer, told
):
    one = ask(caseworker, giving, stands="week")
    if answer == "no":
        give(lotus_worker, "no", reason="other")
    elif answer:
        give(
            lotus_worker, "yes" if answer == "old" else answer, until=today(lotus) + (2 if answer == "old" else 9) * DAY
        )
    clock.go(days=7, seconds=-1)
    look(harbor)
    assert enquiries_of(caseworker)[0].state == "open"
    clock.go(seconds=1)
    for _time in range(2):
        look(harbor)
    (now,) = enquiries_of(caseworker)
    assert (now.pk, now.state, now.version) == (one.pk, "expired", 2)
    assert news_of(caseworker).count("enquiry_over") == told


def test_what_ended_is_deleted_with_every_copy(asked, caseworker, lotus_worker, harbor, auditor, clock, settings):
    settings.CASEMGR_ENQUIRY_KEPT = datetime.timedelta(days=30)
    with as_user(caseworker):
        actions.withdraw_enquiry(asked, by=caseworker)
    clock.go(days=30, seconds=-1)
    look(harbor)
    assert received(lotus_worker).withdrawn_at and answers(caseworker, asked)
    clock.go(seconds=1)
    look(harbor)
    assert enquiries_of(caseworker) == [] and answers(caseworker, asked) == {}
    with as_user(auditor):
        told = AuditEntry.objects.visible_to(auditor).filter(event__startswith="enquiry:")
        assert [entry.event for entry in told.order_by("pk")] == [
            events.ENQUIRY_ASKED,
            events.ENQUIRY_WITHDRAWN,
            events.ENQUIRY_PURGED,
        ]


def test_an_open_one_is_never_deleted(asked, caseworker, harbor, clock, settings):
    settings.CASEMGR_ENQUIRY_KEPT = datetime.timedelta(0)
    clock.go(hours=23)
    look(harbor)
    assert enquiries_of(caseworker) == [asked]


def test_a_restricted_case_and_a_suspended_sender_are_no_hindrance(asked, case, caseworker, supervisor, harbor, clock):
    with as_user(supervisor):
        set_restricted(case, restricted=True, reason="A relative works here", by=supervisor)
    harbor.status = "suspended"
    harbor.save()
    clock.go(days=2)
    look(harbor)
    clock.go(days=31)
    look(harbor)
    harbor.status = "active"
    harbor.save()
    caseworker.refresh_from_db()
    assert enquiries_of(caseworker) == []


def test_who_sees_the_case_no_more_is_told_nothing(
    asked, case, caseworker, colleague, supervisor, lotus_worker, harbor, lotus
):
    with as_user(supervisor):
        assign(case, to=colleague, by=supervisor)
        end_grant(case, of=caseworker, by=supervisor)
    give(lotus_worker, "yes", until=today(lotus))
    look(harbor)
    assert news_of(caseworker) == [] and news_of(colleague) == []


def test_who_is_gone_is_told_nothing(caseworker, giving, org_admin, lotus_worker, harbor, lotus):
    ask(caseworker, giving)
    with as_user(org_admin):
        deactivate(caseworker, by=org_admin)
    give(lotus_worker, "yes", until=today(lotus))
    look(harbor)
    User.objects.filter(pk=caseworker.pk).update(is_active=True)
    caseworker.refresh_from_db()
    assert news_of(caseworker) == []


def test_another_organizations_clock_touches_nothing(asked, caseworker, lotus, clock):
    clock.go(days=60)
    look(lotus)
    assert [one.state for one in enquiries_of(caseworker)] == ["open"]


def test_one_that_fails_keeps_no_other_from_ending(caseworker, giving, harbor, clock, monkeypatch):
    first, second = ask(caseworker, giving), ask(caseworker, giving)
    clock.go(days=2)
    saved = type(first).save

    def save(self, *args, **kwargs):
        if self.pk == first.pk:
            raise RuntimeError("no")
        return saved(self, *args, **kwargs)

    monkeypatch.setattr(type(first), "save", save)
    with pytest.raises(ExceptionGroup):
        look(harbor)
    assert [one.state for one in enquiries_of(caseworker)] == ["open", "expired"] and second
