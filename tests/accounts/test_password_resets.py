"""A forgotten password: the page tells nobody whether there is an account; the link works once, within an hour."""

import datetime
import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casemgr.accounts import actions
from casemgr.accounts.models import IdentityProvider, User
from casemgr.accounts.one_time_links import mailed
from casemgr.audit import events
from tests.conftest import as_user
from tests.pages.conftest import signed_in  # noqa: F401 - a fixture
from tests.pages.test_people import entries

ASK = "/accounts/password/reset/"
NEW = "violet harbour sings to nine lanterns"


def jobs():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, args::text FROM procrastinate_jobs WHERE task_name LIKE 'accounts.%' ORDER BY id"
        )
        return cursor.fetchall()


def ask(email):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = Client().post(ASK, {"email": email})
    return answer.status_code, answer["Location"], len(queries)


def link_for(person):
    assert actions.send_reset_link(person.pk)
    return re.search(r"https?://[^/]+(\S+)", mail.outbox[-1].body)[1]


def set_password(path, word=NEW):
    browser = Client()
    first = browser.get(path)
    if first.status_code != 302:
        return first
    assert first["Location"].endswith("set-password/")
    return browser.post(first["Location"], {"password1": word, "password2": word})


def test_the_answer_and_the_work_are_the_same_whether_there_is_an_account(caseworker):
    cache.clear()
    assert ask(caseworker.email) == ask("nobody@example.org")
    assert [name for name, _args in jobs()] == ["accounts.send_reset_link"] * 2
    assert "@" not in str(jobs())


def test_the_link_sets_a_password_once_and_ends_every_session(caseworker, auditor, signed_in):  # noqa: F811
    browser = signed_in(caseworker)
    path = link_for(caseworker)
    assert set_password(path).status_code == 302
    assert User.objects.get(pk=caseworker.pk).check_password(NEW)
    assert browser.get("/account/").status_code == 302
    assert set_password(path, "another harbour hums to ten candles").status_code == 200
    assert User.objects.get(pk=caseworker.pk).check_password(NEW)
    assert len(entries(events.PASSWORD_RESET_ASKED, auditor)) == len(entries(events.PASSWORD_CHANGED, auditor)) == 1
    assert jobs()[-1][0] == "accounts.tell_of_new_password"


def test_the_second_factor_is_asked_for_afterwards(caseworker, signed_in):  # noqa: F811
    signed_in(caseworker)
    set_password(link_for(caseworker))
    answer = Client().post("/accounts/login/", {"login": caseworker.email, "password": NEW})
    assert answer["Location"].startswith("/accounts/2fa/authenticate/")


@pytest.mark.parametrize(("minutes", "works"), [(59, True), (61, False)])
def test_the_mailed_link_lasts_an_hour(caseworker, monkeypatch, minutes, works):
    path = link_for(caseworker)
    later = datetime.datetime.now() + datetime.timedelta(minutes=minutes)
    monkeypatch.setattr(type(mailed), "_now", lambda _self: later)
    assert (set_password(path).status_code == 302) == works


def test_an_invitation_still_lasts_three_days(caseworker, monkeypatch):
    path = actions.invitation_path(caseworker)
    later = datetime.datetime.now() + datetime.timedelta(days=2)
    from casemgr.accounts.one_time_links import OneTimeTokens

    for one in (OneTimeTokens, type(mailed)):
        monkeypatch.setattr(one, "_now", lambda _self: later)
    assert set_password(path).status_code == 302


def test_the_mail_names_nobody_and_nothing(caseworker):
    link_for(caseworker)
    actions.tell_of_new_password(caseworker.pk)
    for one in mail.outbox:
        text = f"{one.subject} {one.body}"
        assert caseworker.name not in text and caseworker.home.name not in text and caseworker.email not in text


def test_three_links_an_hour_and_no_more(caseworker, auditor):
    assert [actions.send_reset_link(caseworker.pk) for _try in range(5)] == [True, True, True, False, False]
    assert len(mail.outbox) == 3 and len(entries(events.PASSWORD_RESET_ASKED, auditor)) == 5


def test_who_must_come_through_the_organization_gets_no_link(caseworker, harbor):
    provider = IdentityProvider(organization=harbor, issuer="https://nowhere", client_id="desk", required=True)
    provider.keep_secret("x" * 20)
    provider.save()
    cache.clear()
    assert ask(caseworker.email) == ask("nobody@example.org")
    assert not actions.send_reset_link(caseworker.pk) and mail.outbox == []


def test_who_has_no_access_gets_no_link(caseworker, org_admin):
    with as_user(org_admin):
        actions.deactivate(caseworker, by=org_admin)
    assert not actions.send_reset_link(caseworker.pk) and mail.outbox == []


def test_an_address_is_limited_and_an_account_is_not_blocked_by_others(caseworker):
    cache.clear()
    answers = [Client().post(ASK, {"email": f"n{n}@example.org"}).status_code for n in range(21)]
    assert answers[-1] == 429 and set(answers[:-1]) == {302}
    assert Client().post(ASK, {"email": caseworker.email}, REMOTE_ADDR="203.0.113.77").status_code == 302
