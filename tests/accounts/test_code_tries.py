"""The second step counts wrong codes by the same rule: who has the password alone locks nobody out."""

import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from casemgr.accounts.tries import RULES

PASSWORD = "correct horse battery"


def first_step(person, browser):
    browser.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    return browser


def code(browser, value):
    return browser.post("/accounts/2fa/authenticate/", {"code": value})


@pytest.fixture
def secret(caseworker):
    secret = generate_totp_secret()
    TOTP.activate(caseworker, secret)
    return secret


def right(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_a_stranger_with_the_password_waits_and_the_owner_does_not(caseworker, secret):
    known = first_step(caseworker, Client())
    assert code(known, right(secret)).status_code == 302
    known.post("/accounts/logout/")
    stranger = first_step(caseworker, Client())
    for _try in range(RULES["account"].free):
        code(stranger, "000000")
    assert "waiting" in str(code(stranger, "000000").context["form"].errors)
    from django.core.cache import cache

    cache.clear()  # the same code is taken once; this test uses it twice
    first_step(caseworker, known)
    assert code(known, right(secret)).status_code == 302
