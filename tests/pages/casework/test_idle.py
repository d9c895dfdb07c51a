"""A session left alone: what was typed is saved, and nothing is shown before the password."""

import datetime
import time

import pytest
from django.urls import reverse

from casemgr.audit import events
from cases.models import Note, Person
from frontend import lock
from tests.conftest import as_user

from .test_register import MINIMUM

NOTE = {"body": "Took an hour to type", "kind": "contact", "happened_on": str(datetime.date.today())}


@pytest.fixture
def idle(page, case):
    page.get(f"/cases/{case.public_id}/")
    session = page.session
    session[lock.SEEN] = time.time() - lock.IDLE_SECONDS - 5
    session.save()
    return page


def is_locked(page):
    return page.get("/").headers.get("Location") == reverse("lock")


def test_a_note_that_took_long_is_saved_and_then_the_lock_page_comes(idle, case, caseworker):
    answer = idle.post(f"/cases/{case.public_id}/notes/new/", NOTE)
    assert answer["Location"] == reverse("lock") and is_locked(idle)
    with as_user(caseworker):
        assert Note.objects.visible_to(caseworker).get().body == "Took an hour to type"
    opened = idle.post(reverse("lock"), {"password": "correct horse battery"})
    assert opened["Location"] == f"/cases/{case.public_id}/notes/"


def test_a_dialog_left_alone_moves_the_whole_page_to_the_lock(idle, case):
    answer = idle.post(f"/cases/{case.public_id}/notes/new/", NOTE, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == reverse("lock") and is_locked(idle)


def test_a_form_sent_with_errors_does_not_show_the_person(idle, case):
    answer = idle.post(f"/cases/{case.public_id}/person/", {"alias": ""})
    assert answer["Location"] == reverse("lock") and answer.content == b""


@pytest.mark.parametrize("step", ["preview", "change", ""])
def test_looking_at_what_a_referral_would_share_is_refused(idle, case, step):
    answer = idle.post(f"/cases/{case.public_id}/refer/", {"step": step})
    assert answer["Location"] == reverse("lock") and is_locked(idle)


def test_finding_and_revealing_are_refused_and_nothing_is_looked_up(idle, case):
    before = len(idle.trail(events.CASES_SEARCHED))
    assert idle.post("/find/", {"query": "Amira"})["Location"] == reverse("lock")
    assert len(idle.trail(events.CASES_SEARCHED)) == before and is_locked(idle)


def test_a_masked_fact_stays_masked(idle, case):
    answer = idle.post(f"/cases/{case.public_id}/reveal/phone/", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == reverse("lock") and not idle.trail(events.PERSON_IDENTITY_REVEALED)


def test_looking_whether_somebody_is_known_is_refused_but_registering_is_saved(idle, caseworker):
    seen = idle.session[lock.SEEN]
    assert idle.post(reverse("register"), {"alias": "Amira"})["Location"] == reverse("lock")
    assert not idle.trail(events.DUPLICATES_CHECKED)
    idle.post(reverse("lock"), {"password": "correct horse battery"})
    session = idle.session
    session[lock.SEEN] = seen
    session.save()
    idle.post(reverse("register"), MINIMUM | {"alias": "Noor"})
    assert is_locked(idle)
    with as_user(caseworker):
        assert "Noor" in [person.alias for person in Person.objects.visible_to(caseworker)]
