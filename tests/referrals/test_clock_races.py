"""The clock against people, on committed data: one of the two wins, whoever was first, and nobody is told twice."""

import datetime
import threading
import time

import pytest
from django.db import connections, transaction
from django.utils import timezone

from casemgr.accounts.actions import create_organization
from casemgr.errors import NotInThisState
from referrals import actions, tasks
from referrals.actions import answer, clock
from referrals.models import DisclosureSnapshot, Referral, ReferralEvent
from tests.conftest import as_user, make_person_of, open_case
from tests.referrals.conftest import news_of, offer, with_second_factor
from tests.referrals.test_races import at_once


@pytest.fixture
def world(cloned_world):
    harbor = create_organization(name="Harbor House", slug="harbor", country="USA")
    lotus = create_organization(name="Lotus Legal", slug="lotus", country="THA")
    worker, reader = make_person_of(harbor, "caseworker"), with_second_factor(make_person_of(lotus, "caseworker"))
    return worker, reader, lotus, offer(open_case(worker), lotus, by=worker)


def set_deadline(referral, by, **span):
    with as_user(by), transaction.atomic():
        moment = timezone.now() + datetime.timedelta(**span)
        Referral.objects.visible_to(by).filter(pk=referral.pk).update(deadline=moment)


def accept(referral, by):
    with as_user(by):
        try:
            actions.accept(referral, by=by)
        except NotInThisState:
            return False
    return True


def in_a_thread(act):
    """Start it with connections of its own; `.result` once joined."""

    def run():
        try:
            thread.result = act()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def outcome(referral, by):
    with as_user(by), transaction.atomic():
        state = Referral.objects.visible_to(by).get(pk=referral.pk).state
        events = ReferralEvent.objects.visible_to(by).filter(referral=referral, event__in=["accept", "expire"])
        return state, [one.event for one in events], DisclosureSnapshot.objects.visible_to(by).count()


def test_accepting_that_began_in_time_wins_over_the_clock(world, monkeypatch):
    worker, reader, lotus, one = world
    set_deadline(one, worker, seconds=1)
    inside, go_on = threading.Event(), threading.Event()

    def slow(referral, standing):
        inside.set()
        go_on.wait(20)
        return genuine(referral, standing)

    genuine = answer.release
    monkeypatch.setattr(answer, "release", slow)
    accepting = in_a_thread(lambda: accept(one, reader))
    assert inside.wait(20)
    time.sleep(1.2)  # the deadline passes while the answer is being written
    assert _late(one, worker)
    ending = in_a_thread(lambda: actions.expire_overdue(lotus.pk))
    ending.join(0.5)
    assert ending.is_alive()  # it waits for the answer
    go_on.set()
    accepting.join(20)
    ending.join(20)
    assert (accepting.result, ending.result) == (True, 0)
    assert outcome(one, worker) == ("accepted", ["accept"], 1)


def _late(referral, by):
    with as_user(by), transaction.atomic():
        return Referral.objects.visible_to(by).overdue().filter(pk=referral.pk).exists()


def test_the_clock_that_was_first_wins_over_accepting(world, monkeypatch):
    worker, reader, lotus, one = world
    set_deadline(one, worker, seconds=-1)
    inside, go_on = threading.Event(), threading.Event()

    def slow(*args, **how):
        inside.set()
        go_on.wait(20)

    monkeypatch.setattr(clock, "alert_sender", slow)
    ending = in_a_thread(lambda: actions.expire_overdue(lotus.pk))
    assert inside.wait(20)
    monkeypatch.setattr(Referral, "is_past_deadline", False)  # as if its clock were slow
    accepting = in_a_thread(lambda: accept(one, reader))
    accepting.join(0.5)
    assert accepting.is_alive()
    go_on.set()
    accepting.join(20)
    ending.join(20)
    assert (accepting.result, ending.result) == (False, 1)
    assert outcome(one, worker) == ("expired", ["expire"], 0)


def test_of_many_clocks_each_thing_is_told_by_one(world):
    worker, reader, lotus, one = world
    set_deadline(one, worker, seconds=2)
    with as_user(worker), transaction.atomic():
        Referral.objects.visible_to(worker).update(offered_at=timezone.now() - datetime.timedelta(hours=1))
    at_once(8, lambda _n: tasks.keep_time(organization=str(lotus.pk)))
    assert news_of(reader) == ["referral_nearly"] and news_of(worker) == ["referral_nearly"]
    set_deadline(one, worker, seconds=-1)
    at_once(8, lambda _n: tasks.keep_time(organization=str(lotus.pk)))
    assert news_of(worker) == ["referral_nearly", "referral_expired"]
    assert outcome(one, worker) == ("expired", ["expire"], 0)
    assert news_of(reader) == ["referral_nearly"]
