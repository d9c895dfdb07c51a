"""Wrong tries make whoever makes them wait, and nobody else: no sequence of strangers' tries locks the owner out."""

import datetime

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casemgr.accounts.actions import invitation_path
from casemgr.accounts.models import SignInSession, SignInTries
from casemgr.accounts.tries import RULES, purge
from casemgr.audit import events
from tests.pages.test_people import entries

PASSWORD = "correct horse battery"
NEW = "seven grey herons over the estuary"
WAITS = "isn't kept waiting by others"


def post(browser, email, password, address="203.0.113.9"):
    return browser.post("/accounts/login/", {"login": email, "password": password}, REMOTE_ADDR=address)


def said(answer):
    """What the page says went wrong, as text."""
    return " ".join(answer.context["form"].non_field_errors()) if answer.context else ""


def is_in(answer):
    return answer.status_code == 302


def exhaust(browser, email, times=RULES["account"].free, **more):
    for _try in range(times):
        answer = post(browser, email, "wrong", **more)
    return answer


@pytest.fixture
def known(researcher):
    """A device that the researcher signed in on before, now signed out."""
    browser = Client()
    assert is_in(post(browser, researcher.email, PASSWORD))
    browser.post("/accounts/logout/")
    return browser


def test_a_stranger_waits_after_five_and_the_known_device_does_not(researcher, known):
    exhaust(Client(), researcher.email)
    assert WAITS in (said(post(Client(), researcher.email, PASSWORD)))
    assert is_in(post(known, researcher.email, PASSWORD))


def test_one_address_waits_whatever_accounts_it_tries_and_the_known_device_there_does_not(researcher, known):
    for number in range(RULES["address"].free):
        post(Client(), f"nobody-{number}@example.org", "wrong")
    assert WAITS in (said(post(Client(), "another@example.org", "wrong")))
    assert WAITS not in (said(post(Client(), "another@example.org", "wrong", address="203.0.113.10")))
    assert is_in(post(known, researcher.email, PASSWORD))


def test_what_a_known_device_gets_wrong_keeps_nobody_else_waiting(researcher, known):
    exhaust(known, researcher.email)
    assert WAITS in (said(post(known, researcher.email, PASSWORD)))
    assert is_in(post(Client(), researcher.email, PASSWORD))


def test_a_known_device_of_somebody_else_is_a_stranger_here(researcher, known, caseworker):
    exhaust(known, caseworker.email)
    assert WAITS in (said(post(Client(), caseworker.email, PASSWORD, address="203.0.113.10")))
    assert is_in(post(known, researcher.email, PASSWORD))


def test_the_answer_is_the_same_for_an_account_that_is_not_there(researcher):
    for _try in range(RULES["account"].free + 2):
        here = said(post(Client(), researcher.email, "wrong", address="203.0.113.11"))
        nowhere = said(post(Client(), "nobody@example.org", "wrong", address="203.0.113.12"))
        assert here == nowhere


def test_the_wait_doubles_and_ends(researcher):
    exhaust(Client(), researcher.email)
    SignInTries.objects.update(last_at=timezone.now() - datetime.timedelta(seconds=61))
    assert WAITS not in (said(post(Client(), researcher.email, "wrong")))
    SignInTries.objects.update(last_at=timezone.now() - datetime.timedelta(seconds=61))
    assert WAITS in said(post(Client(), researcher.email, PASSWORD))  # now it is two minutes
    SignInTries.objects.update(last_at=timezone.now() - datetime.timedelta(days=2))
    assert is_in(post(Client(), researcher.email, PASSWORD))


@pytest.mark.nodb
def test_the_rule_doubles_up_to_its_longest():
    rule = RULES["account"]
    assert [rule.seconds(n) for n in (0, 4, 5, 6, 7, 10, 11, 400)] == [0, 0, 60, 120, 240, 1920, 3600, 3600]


def test_waits_are_in_the_trail_without_the_address(caseworker, auditor):
    exhaust(Client(), caseworker.email)
    [entry] = entries(events.SIGN_IN_DELAYED, auditor)
    assert entry.additional_data == {"pool": "account", "seconds": 60}
    assert len(entries(events.SIGN_IN_FAILED, auditor)) == RULES["account"].free


def test_neither_account_nor_address_can_be_read_from_the_table(researcher):
    exhaust(Client(), researcher.email)
    kept = str(list(SignInTries.objects.values()))
    assert researcher.email not in kept and "203.0.113" not in kept


def test_tidying_removes_what_says_nothing_any_more(researcher, known):
    exhaust(Client(), researcher.email)
    assert purge(using="default") == 0
    SignInTries.objects.update(last_at=timezone.now() - datetime.timedelta(days=2))
    SignInSession.objects.update(used_at=timezone.now() - datetime.timedelta(days=181))
    assert purge(using="default") == 3  # an account, an address, a session


TRIES = st.lists(
    st.tuples(
        st.sampled_from(["owner", "nobody", "colleague"]),
        st.sampled_from(["wrong", "", "correct horse", "x" * 300]),
        st.sampled_from(["203.0.113.9", "203.0.113.20", "2001:db8::1"]),
        st.booleans(),
    ),
    max_size=40,
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(tries=TRIES)
def test_whatever_strangers_try_the_owner_gets_in_from_a_known_device(researcher, caseworker, known, tries):
    whom = {"owner": researcher.email, "nobody": "nobody@example.org", "colleague": caseworker.email}
    with transaction.atomic():
        stranger = Client()
        for who, password, address, forged in tries:
            stranger.cookies.clear()
            if forged:
                stranger.cookies["device"] = "forged" * 8 + ":signature"
            post(stranger, whom[who], password, address)
        assert is_in(post(known, researcher.email, PASSWORD))
        known.post("/accounts/logout/")
        transaction.set_rollback(True)


def test_who_set_a_password_by_a_one_time_link_is_not_kept_waiting_in_that_browser(researcher, caseworker):
    browser, path = Client(), invitation_path(researcher)
    there = browser.get(path)["Location"]
    browser.post(there, {"password1": NEW, "password2": NEW})
    exhaust(Client(), researcher.email, times=RULES["account"].free + 3)
    exhaust(browser, caseworker.email)
    assert WAITS in said(post(Client(), researcher.email, NEW))
    assert is_in(post(browser, researcher.email, NEW))
