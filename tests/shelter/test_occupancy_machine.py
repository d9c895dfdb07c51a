"""Random stays against a model of the rules: a house never holds more people than beds, dependants counted."""

import datetime
import itertools

from django.core.cache import cache
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from casemgr.accounts.actions import create_organization
from casemgr.errors import CasemgrError
from cases import actions
from cases.models import Room, Stay
from cases.shelter import rooms_now
from tests.conftest import as_user, make_person_of, open_case
from tests.shelter.conftest import make_house

BEDS = (1, 3)
CASES = 5
numbers = itertools.count(1)
which, room, few = st.integers(0, CASES - 1), st.integers(0, len(BEDS) - 1), st.integers(0, 2)


class Occupancy(RuleBasedStateMachine):
    """One house with two rooms, two workers who don't see each other's cases, five people."""

    @initialize()
    def house_and_people(self):
        home = create_organization(name="Harbor", slug=f"harbor-{next(numbers)}", country="USA")
        leader = make_person_of(home, "supervisor")
        self.workers = [make_person_of(home, "caseworker") for _one in range(2)]
        self.house = make_house(leader, beds=BEDS)
        with as_user(leader):
            self.rooms = list(Room.objects.visible_to(leader).filter(house=self.house).order_by("label"))
        self.cases = [open_case(self.workers[n % 2], f"P{n}") for n in range(CASES)]
        self.inside = {}  # case number -> (room number, places)
        self.asked = set()

    def act(self, n, verb, **facts):
        """Whether the product did it."""
        worker = self.workers[n % 2]
        try:
            with as_user(worker):
                stay = Stay.objects.visible_to(worker).filter(case=self.cases[n]).order_by("-asked_at").first()
                if stay is None:
                    return False
                getattr(actions, verb)(stay, by=worker, **facts)
        except CasemgrError:
            return False
        return True

    def free(self, number, without=None):
        taken = sum(places for n, (where, places) in self.inside.items() if where == number and n != without)
        return BEDS[number] - taken

    @rule(n=which)
    def ask(self, n):
        worker = self.workers[n % 2]
        try:
            with as_user(worker):
                actions.ask_bed(self.cases[n], wanted_on=datetime.date.today(), by=worker)
            assert n not in self.asked and n not in self.inside
            self.asked.add(n)
        except CasemgrError:
            assert n in self.asked or n in self.inside

    @rule(n=which, number=room, children=few)
    def come(self, n, number, children):
        done = self.act(n, "check_in", room=self.rooms[number], children=children, others=0)
        assert done == (n in self.asked and self.free(number) >= 1 + children)
        if done:
            self.asked.discard(n)
            self.inside[n] = (number, 1 + children)

    @rule(n=which, number=room)
    def move(self, n, number):
        done = self.act(n, "move_room", room=self.rooms[number])
        assert done == (n in self.inside and self.free(number, without=n) >= self.inside[n][1])
        if done:
            self.inside[n] = (number, self.inside[n][1])

    @rule(n=which, children=few, others=few)
    def bring(self, n, children, others):
        done = self.act(n, "change_dependants", children=children, others=others)
        places = 1 + children + others
        assert done == (n in self.inside and self.free(self.inside[n][0], without=n) >= places)
        if done:
            self.inside[n] = (self.inside[n][0], places)

    @rule(n=which)
    def go_out(self, n):
        back_by = timezone.now() + datetime.timedelta(hours=2)
        assert self.act(n, "go_out", back_by=back_by) == (n in self.inside)

    @rule(n=which)
    def leave(self, n):
        assert self.act(n, "check_out", left_why="planned", left_to="family") == (n in self.inside)
        self.inside.pop(n, None)

    @rule(n=which)
    def withdraw(self, n):
        assert self.act(n, "withdraw_bed") == (n in self.asked)
        self.asked.discard(n)

    @invariant()
    def the_numbers_are_those_of_the_rows(self):
        for worker in self.workers:
            with as_user(worker):
                now = rooms_now(self.house, worker)
            assert [one.free for one in now] == [self.free(number) for number in range(len(BEDS))]
            assert all(one.free >= 0 for one in now)
            assert sum(one.stays for one in now) == len(self.inside)


def test_a_house_never_holds_more_than_its_beds():
    cache.clear()
    run_state_machine_as_test(
        Occupancy,
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
