"""Complaints about staff go past the team: to whoever receives them, who sees no case."""

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from casemgr.errors import InvalidInput, NotFound, NotInThisState, NotPermitted
from cases import actions
from cases.models import Case, ComplaintStep, Note, Person
from tests.conftest import as_user, make_person_of, open_case


@pytest.fixture
def recipient(harbor):
    return make_person_of(harbor, "complaint_recipient")


@pytest.fixture
def complaint(case, caseworker):
    with as_user(caseworker):
        actions.write_note(case, body="An ordinary note", by=caseworker)
        return actions.write_note(case, body="He shouted at her", kind="complaint", by=caseworker)


def test_the_recipient_reads_complaints_and_nothing_else(complaint, recipient, lotus):
    theirs = open_case(worker := make_person_of(lotus, "caseworker"))
    with as_user(worker):
        actions.write_note(theirs, body="Another organization's", kind="complaint", by=worker)
    with as_user(recipient):
        assert [note.body for note in Note.objects.visible_to(recipient)] == ["He shouted at her"]
        assert Note.objects.unscoped("the database alone").count() == 1
        for model in (Case, Person):
            assert not model.objects.visible_to(recipient).exists()
            assert not model.objects.unscoped("the database alone").exists()


def test_steps_are_seen_by_its_author_and_not_by_the_team(complaint, recipient, caseworker, supervisor, colleague):
    with as_user(recipient):
        actions.take_complaint_on(complaint, kind="received", by=recipient)
    for user, count in ((caseworker, 1), (recipient, 1), (supervisor, 0), (colleague, 0)):
        with as_user(user):
            assert ComplaintStep.objects.visible_to(user).count() == count
            assert ComplaintStep.objects.unscoped("the database alone").count() == count


def test_what_is_settled_stays(complaint, recipient):
    with as_user(recipient):
        actions.take_complaint_on(complaint, kind="upheld", by=recipient)
        with pytest.raises(NotInThisState):
            actions.take_complaint_on(complaint, kind="looking", by=recipient)
        with pytest.raises(InvalidInput):
            actions.take_complaint_on(complaint, kind="whatever", by=recipient)


def test_others_take_no_step(complaint, supervisor, caseworker, lotus):
    for one in (supervisor, caseworker):
        with as_user(one), pytest.raises(NotPermitted):
            actions.take_complaint_on(complaint, kind="upheld", by=one)
        row = ComplaintStep(organization=one.home, note=complaint, kind="upheld", done_by=one)
        with as_user(one), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            row.save(force_insert=True)
    stranger = make_person_of(lotus, "complaint_recipient")
    with as_user(stranger), pytest.raises(NotFound):
        actions.take_complaint_on(complaint, kind="upheld", by=stranger)


def test_a_supervisor_takes_no_complaint_away(complaint, supervisor, caseworker):
    other = open_case(caseworker, "Leila")
    with as_user(supervisor):
        for act in (
            lambda: actions.expunge_note(complaint, by=supervisor),
            lambda: actions.move_note(complaint, to=other, by=supervisor),
        ):
            with pytest.raises(NotPermitted):
                act()


@pytest.mark.parametrize("verb", ["UPDATE cases_complaintstep SET kind = 'upheld'", "DELETE FROM cases_complaintstep"])
def test_a_step_never_changes(complaint, recipient, verb):
    with as_user(recipient):
        actions.take_complaint_on(complaint, kind="received", by=recipient)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(verb)
