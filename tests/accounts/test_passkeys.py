"""Passkeys: what opens an account, and what another origin, another account or a copy gets."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from casemgr.audit import events
from tests.accounts.soft_passkey import SoftPasskey
from tests.pages.conftest import signed_in  # noqa: F401 - a fixture
from tests.pages.test_people import entries

AT_HOME = {"SERVER_NAME": "localhost"}  # only there does WebAuthn allow plain HTTP
ADD, LOGIN, ACCOUNT = "/accounts/2fa/webauthn/add/", "/accounts/2fa/webauthn/login/", "/account/"


def add(browser, passkey, name="Desk"):
    """Register it on the page, as the script does."""
    browser.defaults |= AT_HOME
    browser.post(f"/accounts/reauthenticate/?next={ADD}", {"password": "correct horse battery"})
    form = browser.get(ADD)
    options = form.context["js_data"]["creation_options"]
    return browser.post(ADD, {"name": name, "credential": passkey.create(options)})


def sign_in(passkey, browser=None):
    """Answer the sign-in page's question with it; the browser, and where it was sent."""
    browser = browser or Client(**AT_HOME)
    options = browser.get(LOGIN, headers={"accept": "application/json"}).json()["request_options"]
    return browser, browser.post(LOGIN, {"credential": passkey.use(options)})


def is_in(browser):
    return browser.get(ACCOUNT).status_code == 200


@pytest.fixture
def passkey(caseworker, signed_in):  # noqa: F811
    made = SoftPasskey()
    assert add(signed_in(caseworker), made).status_code == 302
    return made


def test_it_opens_the_account_alone(passkey):
    browser, answer = sign_in(passkey)
    assert answer.status_code == 302 and is_in(browser)


def test_another_origin_is_refused_when_making_and_using_one(passkey, caseworker, signed_in):  # noqa: F811
    passkey.origin = "http://sub.localhost"
    assert not is_in(sign_in(passkey)[0])
    before = Authenticator.objects.count()
    assert add(signed_in(caseworker), SoftPasskey(origin="http://localhost.evil.example")).status_code == 200
    assert Authenticator.objects.count() == before


def test_a_key_that_nobody_registered_is_refused(passkey):
    stranger = SoftPasskey()
    stranger.user_handle = passkey.user_handle
    assert not is_in(sign_in(stranger)[0])
    stranger.id = passkey.id
    assert not is_in(sign_in(stranger)[0])


def test_a_count_that_does_not_go_on_is_a_copy(passkey):
    browser, _answer = sign_in(passkey)
    assert is_in(browser)
    passkey.count -= 2
    assert not is_in(sign_in(passkey)[0])
    passkey.count += 5
    assert is_in(sign_in(passkey)[0])


def test_an_answer_works_once(passkey):
    browser = Client(**AT_HOME)
    options = browser.get(LOGIN, headers={"accept": "application/json"}).json()["request_options"]
    said = passkey.use(options)
    assert browser.post(LOGIN, {"credential": said}).status_code == 302
    again = Client(**AT_HOME)
    again.get(LOGIN, headers={"accept": "application/json"})
    again.post(LOGIN, {"credential": said})
    assert not is_in(again)


def test_one_persons_passkey_opens_no_other_account(passkey, supervisor, signed_in):  # noqa: F811
    other = SoftPasskey()
    add(signed_in(supervisor), other, "Other")
    passkey.user_handle = other.user_handle
    browser, _answer = sign_in(passkey)
    assert not is_in(browser) or supervisor.email not in browser.get(ACCOUNT).content.decode()


@pytest.mark.parametrize("alone", [True, False])
def test_only_the_last_second_factor_of_a_role_that_needs_one_stays(passkey, caseworker, alone):
    if alone:
        Authenticator.objects.filter(user=caseworker).exclude(type=Authenticator.Type.WEBAUTHN).delete()
    browser, _answer = sign_in(passkey)
    row = Authenticator.objects.get(user=caseworker, type=Authenticator.Type.WEBAUTHN)
    remove = reverse("mfa_remove_webauthn", args=[row.pk])
    browser.post(f"/accounts/reauthenticate/?next={remove}", {"password": "correct horse battery"})
    browser.post(remove)
    assert Authenticator.objects.filter(pk=row.pk).exists() == alone


def test_adding_one_is_in_the_trail_and_its_row_names_no_person(passkey, auditor):
    assert len(entries(events.SECOND_FACTOR_ADDED, auditor)) >= 1
    row = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN)
    assert "Amira" not in json.dumps(row.data)
