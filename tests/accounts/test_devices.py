"""Where one is signed in: seen on "Your account", ended from there, and known again by a cookie that names nobody."""

import datetime

import pytest
from allauth.mfa.signals import authenticator_added
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from casemgr.accounts import actions, devices
from casemgr.accounts.models import SignInSession
from casemgr.accounts.user_agents import browser_of, system_of
from casemgr.audit import events
from tests.conftest import as_user
from tests.pages.conftest import signed_in, with_second_factor  # noqa: F401 - a fixture
from tests.pages.test_people import entries

PASSWORD = "correct horse battery"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def by_password(person, browser=None, **more):
    browser = browser or Client(headers={"user-agent": FIREFOX})
    browser.post("/accounts/login/", {"login": person.email, "password": PASSWORD} | more)
    return browser


def sessions_of(person):
    return SignInSession.objects.filter(user=person)


def is_in(browser):
    return browser.get("/account/").status_code == 200


@pytest.fixture
def here(signed_in, caseworker):  # noqa: F811
    return signed_in(caseworker)


@pytest.fixture
def elsewhere(signed_in, caseworker):  # noqa: F811
    return signed_in(caseworker)


def test_a_sign_in_is_listed_with_a_coarse_device_and_its_way(researcher):
    browser = by_password(researcher)
    [row] = sessions_of(researcher)
    assert (row.browser, row.system, row.way, row.second) == ("Firefox", "Linux", "password", "")
    page = browser.get("/account/").content.decode()
    assert "Firefox" in page and "128" not in page


@pytest.mark.nodb
@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, ("Firefox", "Linux")),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/126.0 Safari/537 Edg/126.0", ("Edge", "Windows")),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17 like Mac OS X) Version/17 Safari/604", ("Safari", "iPhone")),
        ("curl/8", ("", "")),
        ("<script>", ("", "")),
    ],
)
def test_a_browser_is_told_in_two_words(agent, words):
    assert (browser_of(agent), system_of(agent)) == words


def test_an_ended_session_is_refused_at_its_next_request(here, elsewhere, caseworker, auditor):
    row = sessions_of(caseworker).last()
    assert is_in(elsewhere)
    assert here.post(f"/account/sessions/{row.public_id}/end/").status_code == 302
    answer = elsewhere.get("/cases/")
    assert answer.status_code == 302 and "/accounts/login/" in answer["Location"]
    assert "cache" in answer["Clear-Site-Data"]
    assert is_in(here)
    [entry] = entries(events.SESSION_ENDED, auditor)
    assert entry.actor_id == caseworker.pk


def test_signing_out_everywhere_else_leaves_this_one(here, elsewhere, caseworker, auditor):
    assert here.post("/account/sessions/end/").status_code == 302
    assert (is_in(here), is_in(elsewhere)) == (True, False)
    [entry] = entries(events.OTHER_SESSIONS_ENDED, auditor)
    assert entry.additional_data == {"count": 1}


def test_somebody_elses_session_looks_absent(here, signed_in, colleague):  # noqa: F811
    other = signed_in(colleague)
    row = sessions_of(colleague).get()
    assert here.post(f"/account/sessions/{row.public_id}/end/").status_code == 404
    assert is_in(other)


def test_a_new_password_ends_the_others(here, elsewhere, caseworker):
    words = "violet harbour sings to nine lanterns"
    sent = {"oldpassword": PASSWORD, "password1": words, "password2": words}
    assert here.post("/accounts/password/change/", sent).status_code == 302
    assert (is_in(here), is_in(elsewhere)) == (True, False)
    assert sessions_of(caseworker).open().count() == 1


def test_a_new_second_factor_ends_the_others(caseworker, here, elsewhere):
    authenticator_added.send(sender=type(caseworker), request=None, user=caseworker)
    assert (is_in(here), is_in(elsewhere)) == (False, False)


def test_ending_access_ends_sessions_for_good(here, caseworker, org_admin):
    with as_user(org_admin):
        actions.deactivate(caseworker, by=org_admin)
    type(caseworker).objects.filter(pk=caseworker.pk).update(is_active=True)
    assert not is_in(here)
    assert sessions_of(caseworker).open().count() == 0


def test_a_session_without_a_row_is_nobodys(here, caseworker):
    session = here.session
    del session[devices.SESSION]
    session.save()
    assert not is_in(here)


def test_signing_out_ends_the_row(here, caseworker):
    here.post("/accounts/logout/")
    assert sessions_of(caseworker).get().ended_at is not None


def test_use_is_written_seldom(here, caseworker):
    old = timezone.now() - datetime.timedelta(minutes=20)
    sessions_of(caseworker).update(used_at=old)
    is_in(here)
    first = sessions_of(caseworker).get().used_at
    is_in(here)
    assert old < first == sessions_of(caseworker).get().used_at and first.second == 0


def test_the_cookie_is_for_this_host_alone_and_names_nobody(researcher):
    cookie = by_password(researcher).cookies[settings.DEVICE_COOKIE_NAME]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["max-age"]
    assert researcher.email not in cookie.value and str(researcher.pk) not in cookie.value
    assert cookie.value.split(":")[0] not in str(sessions_of(researcher).values())


def test_on_a_shared_device_the_cookie_goes_with_the_browser(researcher):
    browser = by_password(researcher, shared_device="on")
    assert not browser.cookies[settings.DEVICE_COOKIE_NAME]["max-age"]


def request_with(rf, browser):
    request = rf.get("/")
    request.COOKIES = {name: one.value for name, one in browser.cookies.items()}
    return request


def test_a_device_is_known_to_whom_it_signed_in_alone(rf, researcher, caseworker):
    request = request_with(rf, by_password(researcher))
    assert devices.is_known(request, researcher)
    assert not devices.is_known(request, caseworker)
    request.COOKIES[settings.DEVICE_COOKIE_NAME] += "x"
    assert not devices.is_known(request, researcher)


def test_a_device_sent_away_is_a_stranger_again(rf, here, caseworker):
    with_second_factor(caseworker)
    lost = Client()
    with transaction.atomic():
        lost.force_login(caseworker)
    is_in(lost)
    request = request_with(rf, lost)
    row = sessions_of(caseworker).last()
    token = "t" * 43
    row.device = devices.digest(token, caseworker.pk)
    row.save()
    request.COOKIES[settings.DEVICE_COOKIE_NAME] = devices._signer.sign(token)
    assert devices.is_known(request, caseworker)
    here.post(f"/account/sessions/{row.public_id}/end/")
    assert not devices.is_known(request, caseworker)
