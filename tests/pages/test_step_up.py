"""Dangerous acts ask again who is there; nothing typed is lost, nothing is done before."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.sessions.models import Session
from django.urls import reverse

from casemgr.accounts.models import FactorReset, Team, User
from frontend.step_up import FRESH, SECONDS
from tests.conftest import as_user
from tests.doors.table import DOORS

PASSWORD = "correct horse battery"


def stale(browser, seconds=SECONDS + 5):
    """The session's person said who they are that long ago."""
    session = browser.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time() - seconds}]
    session.save()
    return browser


@pytest.fixture
def admin(signed_in, org_admin):
    return stale(signed_in(org_admin))


def confirm(browser, answer, password=PASSWORD):
    """Follow to the page that asks, and give the password."""
    assert answer.status_code == 302 and answer.url.startswith("/accounts/reauthenticate/"), answer
    page = browser.get(answer.url)
    assert "Say again who you are" in page.content.decode()
    return browser.post(
        "/accounts/reauthenticate/",
        {"password": password, "next": parse_qs(urlsplit(answer.url).query)["next"][0]},
        follow=True,
    )


@pytest.mark.nodb
def test_the_list_names_doors_that_are_there():
    assert set(DOORS) >= FRESH


def test_a_page_is_asked_for_again_after_the_password(admin):
    shown = confirm(admin, admin.get("/settings/people/invite/"))
    assert shown.status_code == 200 and "Make the link" in shown.content.decode()


def test_what_was_typed_is_done_after_the_password_and_not_before(admin, harbor):
    typed = {"name": "Mara Planted", "email": "mara@example.org", "role": "caseworker"}
    answer = admin.post("/settings/people/invite/", typed)
    assert not User.objects.filter(email="mara@example.org").exists()
    shown = confirm(admin, answer)
    assert User.objects.filter(email="mara@example.org").exists() and "one-time" in shown.content.decode().lower()


def test_what_waits_is_sealed_and_for_this_address_alone(admin):
    admin.post("/settings/teams/new/", {"name": "Planted Team"})
    kept = Session.objects.get(pk=admin.session.session_key).get_decoded()
    assert "Planted" not in str(kept) and "step_up.waiting" in kept
    confirm(admin, admin.get("/settings/people/invite/"))
    assert not Team.objects.filter(name="Planted Team").exists()
    assert "step_up.waiting" not in admin.session


def test_an_act_given_up_is_not_done_by_a_later_visit(admin):
    admin.post("/settings/teams/new/", {"name": "Given Up"})
    stale(admin, 0)  # they said who they are at another door
    for _visit in range(2):
        assert admin.get("/settings/teams/new/").status_code == 200
    assert not Team.objects.filter(name="Given Up").exists()


def test_what_waits_does_not_wait_for_ever(admin):
    answer = admin.post("/settings/teams/new/", {"name": "Too Late"})
    stale(admin, 0)
    session = admin.session
    session["step_up.waiting"] |= {"at": time.time() - SECONDS - 5}
    session.save()
    assert admin.get(parse_qs(urlsplit(answer.url).query)["next"][0]).status_code == 200
    assert not Team.objects.filter(name="Too Late").exists()


def test_a_wrong_password_opens_nothing(admin):
    answer = admin.post("/settings/teams/new/", {"name": "Night"})
    page = confirm(admin, answer, password="wrong")
    assert page.status_code == 200 and not Team.objects.filter(name="Night").exists()
    assert admin.get("/settings/people/invite/").status_code == 302


def test_it_holds_for_ten_minutes(signed_in, org_admin):
    browser = stale(signed_in(org_admin), SECONDS - 30)
    assert browser.get("/settings/people/invite/").status_code == 200


def test_pages_that_arent_dangerous_dont_ask(admin):
    assert admin.get("/settings/").status_code == 200


def test_an_administrator_asks_and_a_supervisor_confirms(signed_in, org_admin, supervisor, colleague):
    mine, theirs = signed_in(org_admin), signed_in(supervisor)
    path = reverse("factor_reset_ask", args=[colleague.public_id])
    assert supervisor.name in mine.get(path).content.decode()
    assert mine.post(path, {"reason": "stolen"}).status_code == 302
    assert "somebody else answers this" in mine.get("/settings/factors/").content.decode()
    shown = theirs.get("/settings/factors/").content.decode()
    assert colleague.name in shown and "Stolen" in shown
    with as_user(supervisor):
        reset = FactorReset.objects.get()
    theirs.post(reverse("factor_reset_decide", args=[reset.public_id]), {"answer": "confirm"})
    with as_user(supervisor):
        assert FactorReset.objects.get().state == "done"


def test_with_nobody_to_confirm_the_page_says_what_to_do(signed_in, org_admin, caseworker):
    page = signed_in(org_admin).get(reverse("factor_reset_ask", args=[caseworker.public_id])).content.decode()
    assert "casemgr reset-factor" in page and "Ask a second person" not in page
