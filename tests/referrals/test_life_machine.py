"""Random people do random things to a referral while time passes; after each step each side sees what it should.

The model is written here alone: a state, a clock, whether the consent holds, and what the receiver may see in a state.
It is asked at three doors: the actions, the page, and the rows that the database shows.
"""

import datetime
import itertools
from unittest import mock

from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from casemgr.accounts.actions import create_organization
from casemgr.db.actor import acting_as
from casemgr.errors import CasemgrError, Gone, NotFound, NotInThisState, NotPermitted
from cases.actions import withdraw
from cases.models import Consent
from referrals import actions, tasks
from referrals.errors import ConsentNotInForce
from referrals.models import Referral, ReferralEvent
from tests.conftest import as_user, make_person_of, open_case
from tests.pages.conftest import with_second_factor
from tests.referrals.conftest import PLANTED, draft
from tests.referrals.test_every_cell import ACTS, BY_HAND

numbers = itertools.count(1)
SEES = {
    "draft": "nothing",
    **dict.fromkeys(("offered", "acknowledged", "waitlisted"), "offer"),
    **dict.fromkeys(("accepted", "in_service", "completed", "not_completed"), "data"),
    **dict.fromkeys(("declined", "expired", "withdrawn", "revoked", "entered_in_error"), "gone"),
}
OPEN = ("offered", "acknowledged", "waitlisted")
ENDED = ("completed", "not_completed")
SECRETS = [PLANTED[name] for name in ("legal_name", "phone", "email", "address")]
who = st.sampled_from(["worker", "supervisor", "answering", "stranger"])
ROLE = {"worker": "sender_worker", "supervisor": "sender_supervisor", "answering": "receiver_worker"}


class Life(RuleBasedStateMachine):
    """One referral between two organizations, and a third that has no part in it."""

    @initialize()
    def begin(self):
        n = next(numbers)
        self.now = datetime.datetime(2026, 11, 2, 8, tzinfo=datetime.UTC) + datetime.timedelta(minutes=n)
        self.clock = mock.patch("django.utils.timezone.now", lambda: self.now)
        self.clock.start()
        home, away, third = (
            create_organization(name=name, slug=f"{name.lower()}-{n}", country="USA")
            for name in ("Harbor", "Lotus", "Delta")
        )
        self.users = {
            "worker": make_person_of(home, "caseworker"),
            "supervisor": make_person_of(home, "supervisor"),
            "answering": make_person_of(away, "caseworker"),
            "stranger": make_person_of(third, "supervisor"),
        }
        for user in self.users.values():
            with_second_factor(user)
        self._sign_in()
        self.lotus, worker = away, self.users["worker"]
        self.case = open_case(worker, **PLANTED)
        self.one = draft(self.case, away, by=worker, urgency="urgent")
        self.state, self.consent = "draft", True
        self.offered = self.taken_on = self.purged = False
        self.since = self.deadline = self.now

    def _sign_in(self):
        """Sessions end with the time; signing in states the person, which only the requests shall do."""
        self.browsers = {name: Client() for name in self.users}
        with acting_as(None), transaction.atomic():
            for name, user in self.users.items():
                self.browsers[name].force_login(user)

    def teardown(self):
        if hasattr(self, "clock"):
            self.clock.stop()

    @rule(name=who, event=st.sampled_from(sorted(ACTS)))
    def act(self, name, event):
        meant = self._meant(name, event)
        by = self.users[name]
        with as_user(by):
            try:
                did = str(ACTS[event](self.one, by=by).state)
            except CasemgrError as refusal:
                did = type(refusal)
        assert did == meant, (name, event, self.state, did, meant)
        if isinstance(did, str):
            self._moved(event, did)

    def _meant(self, name, event):
        sources, target, actors = BY_HAND[event]
        if name == "stranger" or (name == "answering" and not self.offered):
            return NotFound
        if ROLE[name] not in actors:
            return NotPermitted
        late = event in ("accept", "waitlist") and self.now >= self.deadline
        purged = event == "revoke" and self.purged and self.state != "revoked"
        if self.state not in sources or late or purged:
            return NotInThisState
        if event in ("submit", "accept", "waitlist") and not self.consent:
            return ConsentNotInForce
        return target

    def _moved(self, event, state):
        if event == "submit":
            self.offered, self.deadline = True, self.now + datetime.timedelta(hours=72)
        if event == "waitlist":
            with as_user(self.users["worker"]):
                self.deadline = Referral.objects.visible_to(self.users["worker"]).get(pk=self.one.pk).deadline
        if event == "accept":
            self.taken_on = True
        if state != self.state:
            self.since = self.now
        self.state = state
        self.purged = self.purged or (self.taken_on and SEES[state] == "gone")

    @rule(span=st.sampled_from([1, 20, 40, 72, 24 * 31]))
    def time_passes(self, span):
        self.now += datetime.timedelta(hours=span)
        self._sign_in()

    @rule()
    def the_clock_is_looked_at(self):
        tasks.keep_time(organization=str(self.lotus.pk))
        if self.state in OPEN and self.now >= self.deadline:
            self.state, self.since = "expired", self.now
        if self.taken_on and self.state in ENDED and self.now >= self.since + datetime.timedelta(days=30):
            self.purged = True

    @rule()
    def the_person_takes_their_word_back(self):
        worker = self.users["worker"]
        with as_user(worker):
            for consent in Consent.objects.visible_to(worker).filter(purpose="share", ended_at=None):
                withdraw(consent, by=worker)
        self.consent = False

    def _sees(self):
        if not self.offered:
            return "nothing"
        past = self.state in ENDED and self.now >= self.since + datetime.timedelta(days=30)
        if SEES[self.state] == "data" and (past or self.purged or not self.consent):
            return "gone"
        return SEES[self.state]

    @invariant()
    def the_receiver_sees_its_tier(self):
        by, sees = self.users["answering"], self._sees()
        with as_user(by):
            there = Referral.objects.unscoped("the database").filter(pk=self.one.pk).first()
            assert (there is None) == (sees == "nothing")
            try:
                fields = actions.read_disclosure(self.one, by=by).fields
            except Gone:
                fields = None
            except CasemgrError:
                fields = {}
        assert bool(fields) == (sees == "data"), (self.state, sees)
        assert (fields is None) == (sees == "gone"), (self.state, sees)
        page = self.browsers["answering"].get(f"/referrals/{self.one.public_id}/")
        assert page.status_code == {"nothing": 404, "offer": 200, "data": 200, "gone": 410}[sees]
        shown = [value for value in SECRETS if value in page.content.decode()]
        assert shown == (SECRETS if sees == "data" else [])

    @invariant()
    def the_sender_sees_the_state_and_no_value(self):
        page = self.browsers["worker"].get(f"/referrals/{self.one.public_id}/")
        assert page.status_code == 200
        assert not [value for value in SECRETS if value in page.content.decode()]
        for name in ("worker", "supervisor"):
            with as_user(self.users[name]):
                assert Referral.objects.visible_to(self.users[name]).get(pk=self.one.pk).state == self.state

    @invariant()
    def a_stranger_finds_nothing(self):
        by = self.users["stranger"]
        assert self.browsers["stranger"].get(f"/referrals/{self.one.public_id}/").status_code == 404
        with as_user(by):
            assert not ReferralEvent.objects.unscoped("the database").exists()


def test_after_every_step_each_side_sees_its_tier():
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=6,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
        ),
    )
