"""Notes of restricted kinds, notes in the wrong case, and notes written late."""

import datetime

import pytest

from casemgr.errors import InvalidInput, NotFound, NotPermitted
from cases.actions import amend_note, assign, expunge_note, grant, move_note, write_note
from cases.models import Note, NoteRemoval
from tests.conftest import as_user, open_case


def written(case, by, body="words", kind="general", **more):
    with as_user(by):
        return write_note(case, body=body, kind=kind, by=by, **more)


def reads(user, note):
    """Whether the application and the database show it; the two must agree."""
    with as_user(user):
        shown = Note.objects.visible_to(user).filter(pk=note.pk).exists()
        assert shown == Note.objects.unscoped("the database alone").filter(pk=note.pk).exists()
        return shown


@pytest.fixture
def shared(case, colleague, supervisor):
    """A case that a second caseworker sees too."""
    with as_user(supervisor):
        grant(case, to=colleague, by=supervisor)
    return case


@pytest.mark.parametrize("kind", sorted(Note.RESTRICTED))
def test_restricted_kinds_are_read_by_author_and_supervisor(shared, caseworker, colleague, supervisor, kind):
    note = written(shared, colleague, kind=kind)
    assert reads(colleague, note) and reads(supervisor, note) and not reads(caseworker, note)


def test_other_kinds_are_read_by_everybody_on_the_case(shared, caseworker, colleague):
    assert reads(caseworker, written(shared, colleague, kind="health"))


def test_a_complaint_goes_past_the_worker_even_a_supervisor(case, caseworker, supervisor):
    note = written(case, caseworker, kind="complaint")
    with as_user(supervisor):
        assign(case, to=supervisor, by=supervisor)
    assert not reads(supervisor, note) and reads(caseworker, note)


def test_a_note_moves_with_its_amendments(case, caseworker, supervisor):
    right = open_case(caseworker, "Leila")
    first = written(case, caseworker, "about Leila")
    with as_user(caseworker):
        amended = amend_note(first, body="about Leila, mended", by=caseworker)
    other = written(case, caseworker, "about Amira")
    with as_user(supervisor):
        moved = move_note(amended, to=right, by=supervisor)
        assert moved.written_by_id == caseworker.pk and moved.moved_at
    with as_user(caseworker):
        left = Note.objects.visible_to(caseworker).filter(case=case)
        assert [note.pk for note in left] == [other.pk]
        there = Note.objects.visible_to(caseworker).filter(case=right).order_by("created_at")
        assert [note.body for note in there] == ["about Leila", "about Leila, mended"]
        assert there[1].amends_id == there[0].pk and there[0].person_id == right.person_id
        assert NoteRemoval.objects.visible_to(caseworker).filter(case=case, moved=True).count() == 2


def test_an_expunged_note_is_gone_and_that_it_was_there_stays(case, caseworker, supervisor):
    note = written(case, caseworker)
    with as_user(supervisor):
        expunge_note(note, by=supervisor)
        assert not Note.objects.unscoped("the database alone").exists()
        assert NoteRemoval.objects.visible_to(supervisor).get().reason == "not_agreed"


def test_moving_asks_for_a_supervisor_who_sees_both(case, caseworker, colleague, supervisor, partner_worker):
    note, far = written(case, caseworker), open_case(partner_worker)
    with as_user(caseworker), pytest.raises(NotPermitted):
        expunge_note(note, by=caseworker)
    with as_user(supervisor):
        with pytest.raises(NotFound):
            move_note(note, to=far, by=supervisor)
        with pytest.raises(InvalidInput):
            move_note(note, to=case, by=supervisor)


def test_late_notes_say_why(case, caseworker):
    before = datetime.date.today() - datetime.timedelta(days=20)
    with pytest.raises(InvalidInput) as refused:
        written(case, caseworker, happened_on=before)
    assert refused.value.field == "late_reason"
    assert written(case, caseworker, happened_on=before, late_reason="paper").late_reason == "paper"
    assert written(case, caseworker, late_reason="paper").late_reason == ""  # today needs none
