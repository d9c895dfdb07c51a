"""A date of birth said in another calendar is kept as it was said, and is a day or a year of ours."""

import datetime

import pytest

from casemgr.audit import events
from casemgr.errors import InvalidInput
from cases.actions import change_person, withdraw
from cases.models import Consent
from tests.conftest import as_user

from .conftest import words
from .test_change import again, sent


@pytest.fixture
def address(case):
    return f"/cases/{case.public_id}/person/"


def said(page, address, calendar, date, **more):
    return page.post(address, sent(page, address) | {"birth_said_calendar": calendar, "birth_said_date": date} | more)


def born(case, caseworker):
    person = again(case, caseworker).person
    return person.birth_said, person.birth_date, person.birth_year, person.birth_precision


def test_a_day_becomes_a_day(page, case, caseworker, address):
    assert said(page, address, "ethiopian", "1988 / 9 / 3").status_code == 302
    day = datetime.date(1996, 5, 11)
    assert born(case, caseworker) == ("ethiopian 1988-09-03", day, 1996, "exact")


def test_digits_of_another_script_are_numbers(page, case, caseworker, address):
    assert said(page, address, "persian", "۱۳۷۵-۰۵-۱۲").status_code == 302
    assert born(case, caseworker)[:2] == ("persian 1375-05-12", datetime.date(1996, 8, 2))


def test_a_year_alone_becomes_a_year_and_an_estimate(page, case, caseworker, address):
    assert said(page, address, "nepali", "2050").status_code == 302
    assert born(case, caseworker) == ("nepali 2050", None, 1993, "estimated")


def test_how_sure_it_is_stays_with_who_asked(page, case, caseworker, address):
    assert said(page, address, "thai", "2539-05-12", birth_precision="estimated").status_code == 302
    assert born(case, caseworker) == ("thai 2539-05-12", datetime.date(1996, 5, 12), 1996, "estimated")


@pytest.mark.parametrize(
    ("calendar", "date", "words_said"),
    [
        ("", "1988", "Choose the calendar in which the date was said."),
        ("ethiopian", "soon", "Write the year, then the month and the day"),
        ("ethiopian", "", "Write the year, then the month and the day"),
        ("ethiopian", "1988-13-07", "there is no such date in this calendar"),
        ("lunar", "1988", "Choose the calendar"),
    ],
)
def test_what_is_no_date_is_said_and_kept_in_the_form(page, case, caseworker, address, calendar, date, words_said):
    answer = said(page, address, calendar, date, pronouns="they")
    assert answer.status_code == 422 and words_said in words(answer)
    html = answer.content.decode()
    assert f'value="{date}"' in html or not date
    assert 'value="they"' in html and born(case, caseworker)[0] is None


def test_two_days_that_differ_are_refused(page, case, caseworker, address):
    answer = said(page, address, "ethiopian", "1988-09-03", birth_date="1996-05-12")
    assert answer.status_code == 422 and "another day than the date of birth" in words(answer)
    answer = said(page, address, "ethiopian", "1988-09", birth_date="1996-05-12")
    assert answer.status_code == 302, words(answer)
    assert born(case, caseworker)[1:] == (datetime.date(1996, 5, 12), 1996, "exact")


def test_the_form_shows_it_again_and_saving_changes_nothing(page, case, caseworker, address):
    said(page, address, "ethiopian", "1988-09-03")
    html = page.get(address).content.decode()
    assert '<option value="ethiopian" selected>' in html and 'value="1988-09-03"' in html
    page.post(address, sent(page, address) | {"birth_said_calendar": "ethiopian", "birth_said_date": "1988-09-03"})
    assert page.trail(events.PERSON_CHANGED)[0].changes in (None, {})


def test_revealing_the_date_of_birth_tells_how_it_was_said(page, case, address):
    said(page, address, "ethiopian", "1988-09-03")
    text = words(page.post(f"/cases/{case.public_id}/reveal/birth_date/"))
    assert "11 May 1996" in text and "ግንቦት Ginbot" in text and "Ethiopian" in text


def test_a_clash_tells_it_in_words(page, case, caseworker, address):
    typed = sent(page, address) | {"birth_said_calendar": "ethiopian", "birth_said_date": "1988-09-03"}
    with as_user(caseworker):
        change_person(case.person, {"birth_said": "nepali 2050"}, version=1, by=caseworker)
    answer = page.post(address, typed)
    text = words(answer)
    assert answer.status_code == 409
    assert "Ginbot 1988" in text and "Bikram Sambat" in text and "ethiopian 1988-09-03" not in text


def test_no_other_road_keeps_what_is_no_date(case, caseworker):
    with as_user(caseworker), pytest.raises(InvalidInput):
        change_person(case.person, {"birth_said": "ethiopian soon"}, version=1, by=caseworker)


def test_without_a_consent_to_keep_a_record_it_is_not_kept(page, case, caseworker, address):
    with as_user(caseworker):
        withdraw(Consent.objects.visible_to(caseworker).get(person=case.person), by=caseworker)
    answer = said(page, address, "ethiopian", "1988-09-03")
    assert answer.status_code == 422 and born(case, caseworker)[0] is None
