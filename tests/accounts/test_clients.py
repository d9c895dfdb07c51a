"""A partner's leaked secret is replaced, or the connection ended: nothing the old one opened stays open."""

import datetime

import pytest
from django.utils import timezone
from oauth2_provider.models import get_access_token_model

from casemgr.accounts.actions import create_client, end_client, rotate_secret
from casemgr.audit import events
from casemgr.errors import NotFound, NotInThisState, NotPermitted
from tests.conftest import as_user, make_person_of
from tests.pages.conftest import signed_in, text_of  # noqa: F401 - a fixture
from tests.pages.test_people import entries

TOKENS = get_access_token_model().objects


@pytest.fixture
def client(org_admin):
    with as_user(org_admin):
        made, _secret = create_client(name="Desk", by=org_admin)
    later = timezone.now() + datetime.timedelta(minutes=5)
    TOKENS.create(application=made, user=made.user, token="t" * 30, expires=later, scope="directory:read")
    return made


def test_a_new_secret_is_given_once_and_the_old_tokens_are_gone(client, org_admin, auditor):
    old = client.client_secret
    with as_user(org_admin):
        secret = rotate_secret(client, by=org_admin)
    client.refresh_from_db()
    assert client.client_secret not in (old, secret)
    assert not TOKENS.exists()
    assert entries(events.CLIENT_SECRET_ROTATED, auditor)


def test_an_ended_connection_opens_nothing_and_stays_ended(client, org_admin, auditor):
    with as_user(org_admin):
        end_client(client, by=org_admin)
        with pytest.raises(NotInThisState):
            rotate_secret(client, by=org_admin)
    client.user.refresh_from_db()
    assert (client.user.is_active, TOKENS.exists()) == (False, False)
    assert entries(events.CLIENT_ENDED, auditor)


@pytest.mark.parametrize("act", [end_client, rotate_secret])
def test_it_is_the_own_administrators_alone(client, lotus, supervisor, act):
    stranger = make_person_of(lotus, "org_admin")
    for person, refusal in ((stranger, NotFound), (supervisor, NotPermitted)):
        with as_user(person), pytest.raises(refusal):
            act(client, by=person)


def test_both_are_on_the_organizations_page(client, org_admin, signed_in):  # noqa: F811
    browser = signed_in(org_admin)
    path = f"/settings/organization/systems/{client.client_id}/"
    assert path + "secret/" in text_of(browser.get("/settings/organization/"))
    assert browser.get(path + "secret/").status_code == 200
    assert "Secret" in text_of(browser.post(path + "secret/"))
    assert browser.get(path + "end/").status_code == 200
    assert browser.post(path + "end/").status_code == 302
    assert path not in text_of(browser.get("/settings/organization/"))
