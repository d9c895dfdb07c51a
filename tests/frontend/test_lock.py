import time

import pytest
from django.urls import reverse

from frontend import lock

PASSWORD = "correct horse battery"


@pytest.fixture
def reader(client, researcher):
    client.force_login(researcher)
    return client


def make_idle(client, seconds):
    session = client.session
    session[lock.SEEN] = time.time() - seconds
    session.save()


def page(client):
    return client.get(reverse("mfa_index"))


def test_a_locked_session_shows_the_lock_page_only(reader):
    reader.post(reverse("lock_now"), {"back": "/accounts/2fa/"})
    assert page(reader).url == reverse("lock")


def test_the_password_opens_it_where_the_person_was(reader):
    reader.post(reverse("lock_now"), {"back": "/accounts/2fa/"})
    assert reader.post(reverse("lock"), {"password": PASSWORD}).url == "/accounts/2fa/"


def test_a_wrong_password_keeps_it_locked(reader):
    reader.post(reverse("lock_now"))
    assert reader.post(reverse("lock"), {"password": "wrong"}).status_code == 422
    assert page(reader).url == reverse("lock")


def test_it_never_returns_to_another_site(reader):
    reader.post(reverse("lock_now"), {"back": "https://evil.example/"})
    assert reader.post(reverse("lock"), {"password": PASSWORD}).url == "/"


def test_an_idle_session_locks_itself_on_reading(reader):
    make_idle(reader, lock.IDLE_SECONDS + 5)
    assert page(reader).url == reverse("lock")


def test_an_idle_session_locks_itself_on_any_method(reader):
    make_idle(reader, lock.IDLE_SECONDS + 5)
    assert reader.head(reverse("mfa_index")).url == reverse("lock")
    assert page(reader).url == reverse("lock")


def test_an_idle_session_shows_no_answer_to_what_is_sent(reader):
    make_idle(reader, lock.IDLE_SECONDS + 5)
    assert reader.post(reverse("account_change_password"), {"oldpassword": "x"}).url == reverse("lock")
    assert page(reader).url == reverse("lock")


def test_staying_awake_comes_too_late_for_an_idle_session(reader):
    make_idle(reader, lock.IDLE_SECONDS + 5)
    reader.post(reverse("lock_awake"))
    assert page(reader).url == reverse("lock")
    assert reader.session[lock.LOCKED]


def test_staying_awake_in_time_counts_from_now(reader):
    make_idle(reader, lock.IDLE_SECONDS - 60)
    reader.post(reverse("lock_awake"))
    assert not lock.was_left_alone(reader.session)


def test_a_shared_device_locks_sooner(reader):
    session = reader.session
    session[lock.SHARED] = True
    session.save()
    make_idle(reader, lock.SHARED_DEVICE_SECONDS + 5)
    assert page(reader).url == reverse("lock")


def test_staying_awake_does_not_open_a_locked_session(reader):
    reader.post(reverse("lock_now"))
    reader.post(reverse("lock_awake"))
    assert page(reader).url == reverse("lock")


def test_the_exit_works_while_locked(reader):
    reader.post(reverse("lock_now"))
    assert reader.post(reverse("leave")).status_code == 200
    assert "_auth_user_id" not in reader.session
