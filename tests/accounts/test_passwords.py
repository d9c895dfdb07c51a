"""New passwords: long, not common, not made of one's own words, not in the operator's list of breached ones."""

import hashlib

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from casemgr import safe_start
from casemgr.accounts import actions
from casemgr.accounts.breached import is_breached, problem
from casemgr.accounts.models import User
from tests.accounts.test_safe_start import production  # noqa: F401 - a fixture
from tests.conftest import as_user

GOOD = "violet harbour sings to nine lanterns"


def is_taken(password, user):
    try:
        validate_password(password, user)
    except ValidationError:
        return False
    return True


@pytest.fixture
def amira(harbor):
    mail = "amira.haddad@shelter.example"
    return User.objects.create_user(mail, name="Amira Haddad", organization=harbor, role="org_admin")


@pytest.mark.parametrize(
    "password",
    [
        "Short1!aB",
        "password123456",
        "!!Dragon2026!!",
        "qwertyuiopasdf",
        "aaaaaaaaaaaaaaaa",
        "AmiraHaddad2024!",
        "haddad-shelter-amira-7",
        "HarborHouse-2026",
        "harborharborharbor1",
    ],
)
def test_what_is_guessed_first_is_refused(amira, password):
    assert not is_taken(password, amira)


@pytest.mark.parametrize("password", [GOOD, "zT9#qv!2Lm@x4W", "مصباح أزرق يغني فوق الميناء", "x7 " * 1 + GOOD * 4])
def test_what_is_hard_to_guess_is_taken(amira, password):
    assert is_taken(password, amira)


def test_it_is_asked_where_an_invitation_is_accepted(org_admin, caseworker):
    with as_user(org_admin):
        path = actions.renew_invitation(caseworker, by=org_admin)
    browser = Client()
    address = browser.get(path)["Location"]
    weak = browser.post(address, {"password1": "AmiraHaddad2024!caseworker", "password2": "HarborHouse-2026"})
    assert weak.status_code == 200 and not User.objects.get(pk=caseworker.pk).check_password("HarborHouse-2026")
    assert browser.post(address, {"password1": "HarborHouse-2026", "password2": "HarborHouse-2026"}).status_code == 200
    assert browser.post(address, {"password1": GOOD, "password2": GOOD}).status_code == 302
    assert User.objects.get(pk=caseworker.pk).check_password(GOOD)


def hashed(word):
    return hashlib.sha1(word.encode()).hexdigest().upper()  # noqa: S324 - the format of the list


@settings(max_examples=60, deadline=None)
@given(
    words=st.sets(st.text(min_size=1, max_size=9), max_size=60), other=st.text(max_size=9), end=st.sampled_from("\n.")
)
@pytest.mark.nodb
def test_the_search_on_the_disk_finds_exactly_what_is_there(tmp_path_factory, words, other, end):
    words = {word for word in words if word.isprintable()}
    path = tmp_path_factory.mktemp("breached") / "hashes"
    lines = sorted(f"{hashed(word)}:{len(word) ** 5}" for word in words)
    path.write_text("\r\n".join(lines) + (end if end == "\n" else ""), newline="")
    assert all(is_breached(word, str(path)) for word in words)
    if other.isprintable() and other not in words:
        assert not is_breached(other, str(path))


def test_a_breached_password_is_refused(amira, settings, tmp_path):
    path = tmp_path / "hashes"
    path.write_text(f"{hashed(GOOD)}:3\n")
    assert is_taken(GOOD, amira)
    settings.CASEMGR_BREACHED_PASSWORDS = str(path)
    assert not is_taken(GOOD, amira)
    settings.CASEMGR_BREACHED_PASSWORDS = str(tmp_path / "nowhere")  # it can't be read: nothing is waved through
    assert not is_taken("zT9#qv!2Lm@x4W", amira)


def test_a_server_doesnt_start_with_a_list_that_is_none(production, settings, tmp_path):  # noqa: F811
    path = tmp_path / "words"
    path.write_text("123456\n")
    for wrong in (path, tmp_path / "nowhere"):
        settings.CASEMGR_BREACHED_PASSWORDS = str(wrong)
        [said] = safe_start.problems()
        assert said.startswith("CASEMGR_BREACHED_PASSWORDS ")
    path.write_text(f"{hashed('a')}:1\n")
    settings.CASEMGR_BREACHED_PASSWORDS = str(path)
    assert problem(str(path)) == "" and safe_start.problems() == []
