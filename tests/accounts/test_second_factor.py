"""Nothing opens before the second factor is set up; only a researcher, who sees no person, does without."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from casemgr.accounts.roles import ROLES
from casemgr.encryption.secrets import open_secret
from tests.conftest import make_person_of


def first_page_of(person):
    browser = Client()
    browser.force_login(person)
    return browser.get("/")


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"researcher", "partner_client", "remote_partner"}))
def test_it_is_set_up_before_anything_else(harbor, role):
    person = make_person_of(harbor, role)
    assert first_page_of(person)["Location"] == "/accounts/2fa/totp/activate/"
    TOTP.activate(person, generate_totp_secret())
    assert first_page_of(person).headers.get("Location") != "/accounts/2fa/totp/activate/"


def test_its_secret_is_sealed_in_the_database(caseworker):
    secret = generate_totp_secret()
    stored = TOTP.activate(caseworker, secret).instance.data["secret"]
    assert secret not in stored
    assert open_secret(stored, purpose="second-factor") == secret


def test_a_researcher_does_without(researcher):
    assert first_page_of(researcher).headers.get("Location") != "/accounts/2fa/totp/activate/"
