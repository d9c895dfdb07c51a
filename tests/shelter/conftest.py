"""A house with rooms, people who work there, and short ways to bring somebody in."""

import datetime

import pytest

from cases import actions
from cases.models import Case, Room, Stay
from tests.conftest import as_user, open_case, persona

night = persona("night_staff", "harbor")


def make_house(supervisor, beds=(2,), code_name="Tamarind", **facts):
    """A house with these rooms."""
    with as_user(supervisor):
        house = actions.open_house(code_name=code_name, by=supervisor, **facts)
        for number, count in enumerate(beds, start=1):
            actions.add_room(house, label=str(number), beds=count, by=supervisor)
    return house


@pytest.fixture
def tamarind(supervisor):
    return make_house(supervisor)


def room_of(house, by, label="1"):
    with as_user(by):
        return Room.objects.visible_to(by).standing().get(house=house, label=label)


def ask(case, by, **facts):
    with as_user(by):
        return actions.ask_bed(case, wanted_on=datetime.date.today(), by=by, **facts)


def stay_of(case, by):
    with as_user(by):
        return Stay.objects.visible_to(by).filter(case=case).latest("asked_at")


def come_in(case, house, by, **facts):
    """Ask for a bed and come in at once."""
    asked = ask(case, by)
    room = room_of(house, by, facts.pop("label", "1"))
    with as_user(by):
        return actions.check_in(asked, room=room, by=by, **facts)


def resident(by, house, alias="Amira", **facts):
    case = open_case(by, alias)
    come_in(case, house, by, **facts)
    with as_user(by):
        return Case.objects.visible_to(by).select_related("person").get(pk=case.pk)
