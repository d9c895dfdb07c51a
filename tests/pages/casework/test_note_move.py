"""A note in the wrong case, on pages."""

from cases.actions import write_note
from cases.models import Note
from tests.conftest import as_user, open_case

from .conftest import words


def test_a_supervisor_brings_a_note_to_the_right_case(supervisor_page, page, case, caseworker):
    right = open_case(caseworker, "Leila")
    with as_user(caseworker):
        note = write_note(case, body="It is about Leila", by=caseworker)
    at = f"/cases/{case.public_id}/notes/{note.public_id}/move/"
    assert "It is about Leila" in words(supervisor_page.get(at))
    assert supervisor_page.post(at, {}).status_code == 422
    assert "You see no case" in words(supervisor_page.post(at, {"other": "C-9999"}))
    assert supervisor_page.post(at, {"other": right.label}).status_code == 302
    left = words(page.get(f"/cases/{case.public_id}/notes/"))
    assert "It is about Leila" not in left and "It was about somebody else" in left and "Leila" not in left
    assert "It is about Leila" in words(page.get(f"/cases/{right.public_id}/notes/"))


def test_a_note_that_belongs_nowhere_is_taken_away(supervisor_page, case, caseworker):
    with as_user(caseworker):
        note = write_note(case, body="words", by=caseworker)
    supervisor_page.post(f"/cases/{case.public_id}/notes/{note.public_id}/move/", {"expunge": "on"})
    with as_user(caseworker):
        assert not Note.objects.visible_to(caseworker).exists()


def test_a_late_note_asks_why(page, case):
    at = f"/cases/{case.public_id}/notes/new/"
    sent = {"body": "words", "kind": "general", "happened_on": "2026-01-01"}
    answer = page.post(at, sent)
    assert answer.status_code == 422 and "more than a week ago" in words(answer)
    assert page.post(at, sent | {"late_reason": "paper"}).status_code == 302
    assert "Written on paper first" in words(page.get(f"/cases/{case.public_id}/notes/"))
