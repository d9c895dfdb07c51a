"""Empty sheets: what the screen asks, in the reader's language, and nobody's name."""

import pytest
from django.urls import reverse

from cases.models import HouseEvent, SafeContact
from frontend.forms.hotline import ContactForm
from frontend.forms.register import CONSENT, MINIMUM, MORE_CONTACT, RegisterForm
from tests.conftest import as_user, open_case

ENTERED = ("taken_at", "late_reason")  # asked when a sheet is entered: each has a line for its day
SHEETS = ("register_paper", "contact_paper", "house_log_paper")


def sheet(browser, name):
    answer = browser.get(reverse(name))
    assert answer.status_code == 200
    return answer.content.decode()


def test_registration_on_paper_asks_what_the_screen_asks(signed_in, caseworker):
    told = sheet(signed_in(caseworker), "register_paper")
    form = RegisterForm(user=caseworker)
    for name in (*CONSENT, *MINIMUM, *MORE_CONTACT):
        assert str(form[name].label) in told, name
    assert "Read this to the person" in told and "Signature or mark" in told
    assert f"☐ {SafeContact.Channel.CALL.label}" in told


def test_a_call_on_paper_asks_what_the_screen_asks(signed_in, intake):
    told = sheet(signed_in(intake), "contact_paper")
    asked = [bound for bound in ContactForm(user=intake).visible_fields() if bound.name not in ENTERED]
    for bound in asked:
        assert str(bound.label) in told, bound.name


def test_the_houses_log_has_its_codes_and_room_for_each_person(signed_in, caseworker):
    told = sheet(signed_in(caseworker), "house_log_paper")
    for choice in (*HouseEvent.Kind, *HouseEvent.Injuries, *HouseEvent.Police):
        assert f"☐ {choice.label}".replace("'", "&#x27;") in told.replace("&#39;", "&#x27;")
    assert told.count("Somebody who was part of it") == told.count("Only of this person.") == 3


@pytest.mark.parametrize("name", SHEETS)
def test_they_are_in_the_readers_language_and_name_nobody(signed_in, caseworker, name):
    open_case(caseworker, "Planted Willow")
    with as_user(caseworker):
        caseworker.language = "ar"
        caseworker.save(update_fields=["language"])
    told = sheet(signed_in(caseworker), name)
    assert 'dir="rtl"' in told and "Written by" not in told and "Planted" not in told


def test_each_is_offered_where_the_screen_is(signed_in, caseworker):
    browser = signed_in(caseworker)
    assert reverse("register_paper") in browser.get(reverse("register")).content.decode()
    assert reverse("contact_paper") in browser.get(reverse("hotline")).content.decode()


def test_only_those_who_would_fill_them_in_get_them(signed_in, auditor, steward):
    for person in (auditor, steward):
        browser = signed_in(person)
        assert {browser.get(reverse(name)).status_code for name in SHEETS} == {403}
