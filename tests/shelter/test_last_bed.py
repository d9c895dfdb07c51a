"""Two come at once, on committed data: one gets the last bed, and who must not meet don't."""

import datetime

import pytest
from django.db import transaction

from casemgr.accounts.actions import create_organization
from casemgr.errors import InvalidInput
from cases import actions
from cases.models import Stay
from cases.shelter import rooms_now
from tests.conftest import as_user, make_person_of, open_case
from tests.referrals.test_races import at_once
from tests.shelter.conftest import make_house, room_of


@pytest.fixture
def two(cloned_world):
    """A supervisor, and two workers each with a case for which a bed is asked."""
    harbor = create_organization(name="Harbor House", slug="harbor", country="USA")
    leader = make_person_of(harbor, "supervisor")
    workers = [make_person_of(harbor, "caseworker") for _one in range(2)]
    cases = [open_case(worker, "Amira") for worker in workers]
    stays = []
    for worker, case in zip(workers, cases, strict=True):
        with as_user(worker):
            stays.append(actions.ask_bed(case, wanted_on=datetime.date.today(), by=worker))
    return leader, workers, cases, stays


def both_come(house, workers, stays):
    with transaction.atomic():
        rooms = [room_of(house, worker) for worker in workers]

    def come(number):
        worker = workers[number]
        try:
            with as_user(worker):
                actions.check_in(stays[number], room=rooms[number], by=worker)
        except InvalidInput as refused:
            return str(refused)
        return "in"

    return sorted(at_once(2, come))


def test_of_two_who_come_for_the_last_bed_one_gets_it(two):
    leader, workers, _cases, stays = two
    house = make_house(leader, beds=(1,))
    answers = both_come(house, workers, stays)
    assert answers.count("in") == 1 and "Not enough beds" in answers[0]
    with transaction.atomic(), as_user(leader):
        assert [(one.taken, one.stays) for one in rooms_now(house, leader)] == [(1, 1)]


def test_of_two_who_must_not_meet_one_gets_in(two):
    leader, workers, cases, stays = two
    house = make_house(leader, beds=(5,))
    with as_user(leader):
        actions.mark_apart(*cases, reason="harm", by=leader)
    assert both_come(house, workers, stays) == ["Not in this house. Ask your supervisor.", "in"]
    with transaction.atomic(), as_user(leader):
        assert Stay.objects.visible_to(leader).in_house().count() == 1
