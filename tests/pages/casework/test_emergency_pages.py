"""The pages of emergencies and complaints, as the people who use them find them."""

import pytest

from casemgr.audit import events
from cases.actions import write_note
from cases.models import EmergencyAccess
from tests.conftest import as_user, make_person_of

from .conftest import words

TYPED = {"number": "", "reason": "medical", "words": "The clinic asks for her allergies", "hours": "1"}


@pytest.fixture
def opened(browse, colleague, case):
    """The colleague's browser, after opening the case in an emergency."""
    theirs = browse(colleague)
    answer = theirs.post("/emergency/", TYPED | {"number": case.label})
    assert answer.status_code == 302 and answer["Location"] == f"/cases/{case.public_id}/"
    return theirs


def access_of(user):
    with as_user(user):
        return EmergencyAccess.objects.visible_to(user).get()


def test_the_case_says_how_long_it_stays_open(opened, case):
    text = words(opened.get(f"/cases/{case.public_id}/"))
    assert "You opened this case in an emergency" in text and "End now" in text


@pytest.mark.parametrize("number", ["C-0001", "c 1", " 1 "])
def test_a_number_is_taken_as_people_write_it(browse, colleague, case, number):
    assert case.number == 1
    assert browse(colleague).post("/emergency/", TYPED | {"number": number}).status_code == 302


def test_what_was_typed_stays_when_something_lacks(browse, colleague, case):
    answer = browse(colleague).post("/emergency/", TYPED | {"number": case.label, "reason": ""})
    assert answer.status_code == 422 and "The clinic asks" in answer.content.decode()


def test_the_supervisor_finds_it_with_what_was_done_and_answers(opened, supervisor_page, supervisor, case, colleague):
    opened.get(f"/cases/{case.public_id}/notes/")
    assert "emergency" in words(supervisor_page.get("/approvals/"))
    assert colleague.name in words(supervisor_page.get("/emergency/review/"))
    path = f"/emergency/review/{access_of(supervisor).public_id}/"
    text = words(supervisor_page.get(path))
    assert "The clinic asks for her allergies" in text and "Looked at the case" in text
    assert supervisor_page.post(path, {"verdict": "misuse"}).status_code == 422
    assert supervisor_page.post(path, {"verdict": "justified"}).status_code == 302
    assert "It was right" in words(opened.get("/emergency/"))
    assert supervisor_page.trail(events.EMERGENCY_REVIEWED)


def test_ending_it_closes_the_case_at_once(opened, colleague, case):
    assert opened.post(f"/emergency/{access_of(colleague).public_id}/end/").status_code == 302
    assert opened.get(f"/cases/{case.public_id}/").status_code == 404


def test_who_could_see_this_today_tells_it(opened, page, case, colleague):
    text = words(page.get(f"/cases/{case.public_id}/access/"))
    assert f"{colleague.name}" in text and "opened in an emergency" in text and "Medical emergency" in text


def test_no_word_of_it_stands_in_title_or_trail(opened, supervisor_page, case):
    for entry in supervisor_page.trail(events.CASE_OPENED_IN_EMERGENCY):
        assert "clinic" not in f"{entry.additional_data}{entry.reason}{entry.changes}"


def test_the_recipient_reads_a_complaint_and_its_author_sees_no_page_of_it(browse, page, case, caseworker, harbor):
    with as_user(caseworker):
        note = write_note(case, body="He shouted at her", kind="complaint", by=caseworker)
    theirs = browse(make_person_of(harbor, "complaint_recipient"))
    assert theirs.get("/").url == "/complaints/"
    listed = words(theirs.get("/complaints/"))
    assert caseworker.name in listed and "shouted" not in listed and case.person.alias not in listed
    path = f"/complaints/{note.public_id}/"
    assert "He shouted at her" in words(theirs.get(path))
    assert theirs.post(path, {"kind": "upheld"}).status_code == 302
    assert "Settled: it was right" in words(theirs.get("/complaints/"))
    assert theirs.get(f"/cases/{case.public_id}/").status_code == 403
    assert page.get(path).status_code == 403
