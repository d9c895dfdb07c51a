"""Harbor House keeps a directory: a partner outside, its legal aid in town, its shelter at a hidden place."""

import pytest

from referrals import actions
from referrals.directory.reaching import Hours, Reaching
from tests.conftest import as_user, make_person_of, persona
from tests.partner_api.conftest import outsider, receiver, sender  # noqa: F401 - fixtures
from tests.referrals.conftest import sahel  # noqa: F401 - a fixture

keeper = persona("org_admin", "harbor")
other_keeper = persona("org_admin", "lotus")
SECRET = "Planted Lane 7"


def an_organization(by, **values):
    with as_user(by):
        given = {"name": "Night Bus", "country": "THA", "description": "Help in town"} | values
        return actions.keep_organization(given, reaching=Reaching(phone="+66 2 555 0100"), by=by)


def a_service(by, provider, places=None, **values):
    with as_user(by):
        given = {"name": "Legal aid in town", "service_code": "legal_aid"} | values
        reaching = Reaching(phone="+66 2 555 0111", languages=["th", "my"], hours=Hours(["MO", "TU"]))
        return actions.keep_service(given, provider=provider, places=places, reaching=reaching, by=by)


def a_place(by, provider=None, address=None, **values):
    with as_user(by):
        given = {"name": "Town office", "country": "THA", "region": "TH-10", "provider": provider} | values
        return actions.keep_location(given, address=address, by=by)


def a_hidden_place(by, provider=None):
    with as_user(by):
        given = {"name": "Tamarind", "country": "THA", "provider": provider, "hidden": True, "whereabouts": SECRET}
        return actions.keep_location(given, by=by)


@pytest.fixture
def night_bus(keeper):
    return an_organization(keeper)


@pytest.fixture
def town_office(keeper, night_bus):
    return a_place(keeper, night_bus, {"address_1": "1 Open Street", "city": "Bangkok"})


@pytest.fixture
def legal_aid(keeper, night_bus, town_office):
    return a_service(keeper, night_bus, [town_office])


@pytest.fixture
def tamarind(keeper, night_bus):
    return a_hidden_place(keeper, night_bus)


@pytest.fixture
def shelter(keeper, night_bus, tamarind):
    return a_service(keeper, night_bus, [tamarind], name="Shelter", service_code="emergency_shelter")


@pytest.fixture
def lotus_worker(lotus):
    return make_person_of(lotus, "caseworker")
