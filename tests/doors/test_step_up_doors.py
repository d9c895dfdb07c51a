"""Each dangerous door, for somebody for whom it opens, in a session that is too old (ASVS 7.5.3)."""

import pytest

from frontend.step_up import FRESH
from tests.doors.table import DOORS
from tests.pages.test_step_up import stale


@pytest.mark.parametrize("name", sorted(FRESH))
def test_no_listed_door_opens_to_a_stale_session(house, name):
    """Neither by GET nor by POST, for anybody for whom it opens otherwise."""
    house.keeps_young = False
    persona = sorted(DOORS[name].passes)[0]
    browser = stale(house.browsers[persona])
    try:
        for method in ("GET", "POST"):
            response = house.ask(persona, house.path(name), method, {"answer": "confirm", "name": "x"})
            if response.status_code == 405:
                continue
            assert response.status_code == 302, (method, response)
            assert "/accounts/reauthenticate/" in response["Location"]
    finally:
        stale(browser, 0)
        house.keeps_young = True
