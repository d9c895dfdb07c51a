"""The administrator's pages: switched on, the secret shown once, started over, switched off."""

import re

import pytest

from casemgr.accounts.models import Organization
from tests.doors.world import sign_in
from tests.partner_api.conftest import fetch_token
from tests.sandbox.conftest import Developer

PAGE = "/settings/organization/practice/"


@pytest.fixture
def browser(org_admin):
    return sign_in(org_admin)


def secrets_on(page):
    """Client id and secret as they stand there."""
    return re.findall(r'<dd><span class="code" dir="ltr">([^<]+)</span></dd>', page.content.decode())


def test_it_is_switched_on_and_its_secret_works_and_is_shown_once(browser, harbor):
    assert b"Only invented people" in browser.get(PAGE).content
    client_id, secret = secrets_on(browser.post(f"{PAGE}on/"))
    developer = Developer(harbor, None, client_id, secret)
    developer.token = fetch_token(developer).json()["access_token"]
    assert developer.get("sandbox").status_code == 200
    page = browser.get(PAGE).content.decode()
    assert secret not in page and client_id in page and developer.practice["partner"]["id"] in page


def test_a_new_secret_starting_over_and_switching_off(browser, developer, org_admin, harbor):
    one = developer.send("education")
    _client_id, secret = secrets_on(browser.post(f"{PAGE}secret/"))
    developer.secret = secret
    developer.token = fetch_token(developer).json()["access_token"]
    assert developer.state(one) == "offered"
    assert browser.post(f"{PAGE}over/").status_code == 302
    assert developer.get(f"referrals/{one}").status_code == 404
    assert browser.post(f"{PAGE}off/").status_code == 302
    assert developer.get("sandbox").status_code == 401
    assert set(Organization.objects.filter(practice_of=harbor).values_list("status", flat=True)) == {"suspended"}
    again = browser.post(f"{PAGE}off/")
    assert again.status_code == 422 and b"The practice isn&#x27;t on." in again.content


def test_each_move_is_asked_before_it_is_made(browser, harbor):
    for move in ("on", "secret", "over", "off"):
        assert browser.get(f"{PAGE}{move}/").status_code == 200
    assert browser.get(f"{PAGE}elsewhere/").status_code == 404
    assert not Organization.objects.filter(practice_of=harbor).exists()


def test_the_organizations_page_says_whether_it_is_on(browser, developer):
    assert b"On: your developers can try everything out" in browser.get("/settings/organization/").content


@pytest.mark.parametrize("path", ["", "on/"])
def test_it_is_the_administrators_alone(supervisor, path):
    assert sign_in(supervisor).get(PAGE + path).status_code == 403
