"""Random things happen to a slip while time passes; after each step it opens exactly when it should.

The model is written here alone: counts, a clock, whether it was ended. It is asked at the public door and of the row.
"""

import datetime
import itertools
from unittest import mock

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from casemgr.accounts.actions import create_organization
from casemgr.encryption import keys
from casemgr.encryption.errors import KeyDestroyed
from casemgr.errors import NotInThisState
from cases.actions import withdraw
from referrals import actions, tasks
from tests.carried.conftest import NAME, give, now_is_slip, typed, wrong
from tests.conftest import as_user, make_person_of, open_case
from tests.referrals.conftest import PLANTED

numbers = itertools.count(1)
START = datetime.datetime(2026, 11, 2, 8, tzinfo=datetime.UTC)


class Life(RuleBasedStateMachine):
    """One slip, its worker, and somebody at the public door."""

    @initialize(hours=st.sampled_from([6, 24, 72]), most=st.integers(1, 5))
    def begin(self, hours, most):
        n = next(numbers)
        self.now = START + datetime.timedelta(minutes=n)
        self.clock = mock.patch("django.utils.timezone.now", lambda: self.now)
        self.clock.start()
        home = create_organization(name="Harbor", slug=f"harbor-{n}", country="USA")
        self.worker, self.admin = make_person_of(home, "caseworker"), make_person_of(home, "org_admin")
        self.switch(on=True)
        self.slip = give(open_case(self.worker, **PLANTED), self.worker, hours=hours, openings=most)
        self.end, self.most = self.now + datetime.timedelta(hours=hours), most
        self.openings = self.misses = 0
        self.over = ""

    def teardown(self):
        if hasattr(self, "clock"):
            self.clock.stop()

    def switch(self, *, on):
        with as_user(self.admin):
            actions.switch_carried(on=on, name=NAME, understood=True, by=self.admin)
        self.on = on
        if not on and hasattr(self, "slip"):
            self.over = self.over or "ended"

    def lives(self):
        return self.on and not self.over and self.now < self.end

    def knock(self, passcode):
        cache.clear()  # how often one address may try is tried elsewhere
        return Client().post("/open/", typed(self.slip, passcode))

    @rule()
    def open_it(self):
        expected = self.lives()
        answer = self.knock(self.slip.passcode)
        assert (answer.status_code == 200) == expected
        assert (PLANTED["legal_name"] in answer.content.decode()) == expected
        if expected:
            self.openings += 1
            self.over = "spent" if self.openings == self.most else ""

    @rule(times=st.integers(1, 3))
    def miss_it(self, times):
        for _ in range(times):
            counts = self.lives()
            assert self.knock(wrong(self.slip.passcode)).status_code == 422
            if counts:
                self.misses += 1
                self.over = "locked" if self.misses == 5 else ""

    @rule(hours=st.integers(1, 30))
    def wait(self, hours):
        self.now += datetime.timedelta(hours=hours)

    @rule()
    def clock_comes_round(self):
        tasks.keep_time(str(self.worker.organization_id))
        if not self.over and self.now >= self.end:
            self.over = "expired"

    @rule()
    def end_it(self):
        with as_user(self.worker):
            try:
                actions.end_carried(self.slip.link, by=self.worker)
                assert not self.over
                self.over, self.withdrawn = "ended", True
            except NotInThisState:
                assert self.over

    @precondition(lambda self: not getattr(self, "withdrawn", False))
    @rule()
    def take_the_consent_back(self):
        self.withdrawn = True
        with as_user(self.worker):
            withdraw(self.slip.link.consent, by=self.worker)
        self.over = self.over or "ended"

    @rule(on=st.booleans())
    def switch_it(self, on):
        self.switch(on=on)

    @invariant()
    def the_row_is_as_the_model(self):
        if not hasattr(self, "slip"):
            return
        row = now_is_slip(self.slip, self.worker)
        assert (row.state, row.openings, row.misses) == (self.over or "ready", self.openings, self.misses)
        assert (row.content_sealed is None) == bool(self.over)
        assert row.openings <= self.most and row.misses <= 5
        if self.over:
            with pytest.raises(KeyDestroyed):
                keys.data_key(row.organization_id, row.pk)


def test_a_slip_opens_exactly_while_it_should(db):
    class Undone(Life):
        """Each life is undone, so that they don't add up."""

        def __init__(self):
            super().__init__()
            self.undo = transaction.atomic()
            self.undo.__enter__()

        def teardown(self):
            super().teardown()
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    run_state_machine_as_test(
        Undone,
        settings=settings(
            max_examples=25,
            stateful_step_count=12,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
