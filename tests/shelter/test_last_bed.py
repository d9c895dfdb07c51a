"""Two come at once, on committed data: one gets the last bed, and who must not meet don't."""

import datetime

import pytest
from django.db import transaction

from casemgr.accounts.actions import create_organization
from casemgr.errors import InvalidInput
from cases import actions
from cases.models import Stay
from cases.shelter import rooms_now
from referrals import actions as directory
from referrals.models import ServiceCapacity
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


def both_come(houses, workers, stays):
    with transaction.atomic():
        rooms = [room_of(house, worker) for house, worker in zip(houses, workers, strict=True)]

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
    answers = both_come([house, house], workers, stays)
    assert answers.count("in") == 1 and "Not enough beds" in answers[0]
    with transaction.atomic(), as_user(leader):
        assert [(one.taken, one.stays) for one in rooms_now(house, leader)] == [(1, 1)]


def test_of_two_who_must_not_meet_one_gets_in(two):
    leader, workers, cases, stays = two
    house = make_house(leader, beds=(5,))
    with as_user(leader):
        actions.mark_apart(*cases, reason="harm", by=leader)
    assert both_come([house, house], workers, stays) == ["Not in this house. Ask your supervisor.", "in"]
    with transaction.atomic(), as_user(leader):
        assert Stay.objects.visible_to(leader).in_house().count() == 1


def test_of_two_houses_counted_together_both_beds_are_told(two):
    leader, workers, _cases, stays = two
    houses = [make_house(leader, beds=(2,), code_name=name) for name in ("Tamarind", "Juniper")]
    with as_user(make_person_of(leader.organization, "org_admin")) as keeper:
        own = directory.keep_organization({"name": "Harbor", "member": leader.organization}, by=keeper)
        service = directory.keep_service({"name": "Beds", "service_code": "emergency_shelter"}, provider=own, by=keeper)
    with as_user(leader):
        for house in houses:
            directory.connect_house(house, service, by=leader)
    assert both_come(houses, workers, stays) == ["in", "in"]
    with transaction.atomic(), as_user(leader):
        assert ServiceCapacity.objects.visible_to(leader).get(service=service).available == 2
