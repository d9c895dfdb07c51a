"""Erase only what was told: the words of every room go at once, whatever else keeps them from being changed."""

import contextlib
import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from casemgr.errors import NotInThisState
from cases import actions
from cases.models import (
    Approval,
    Assessment,
    BegunAssessment,
    DataRequest,
    EmergencyAccess,
    LegalRequest,
    StatutoryNotice,
    VoluntaryReturn,
    Whereabouts,
)
from cases.rights.narrative import COLUMNS, columns
from tests.casework.test_assessments import WHOLE, assess
from tests.casework.test_emergency import opened
from tests.conftest import as_user
from tests.legal import conftest as legal
from tests.notices import conftest as notices
from tests.pages.conftest import signed_in  # noqa: F401 - a fixture
from tests.questionnaires.forms import home_visit
from tests.rights.conftest import ask, check, full, second  # noqa: F401 - fixtures

PERSONS = "person_id = (SELECT person_id FROM cases_case WHERE id = %s)"
NOTICES = "notice_id IN (SELECT id FROM cases_statutorynotice WHERE case_id = %s)"


def walk(row, told, act, worker, supervisor):
    for step in told.split():
        who, event = step.split(":")
        act(row, event, worker if who == "w" else supervisor)


@pytest.fixture
def form(supervisor):
    with as_user(supervisor):
        return actions.add_questionnaire(home_visit(), by=supervisor).questionnaire


@pytest.fixture
def rooms(full, form, caseworker, colleague, supervisor):  # noqa: F811
    """A record with something in the rooms whose rows don't change any more."""
    access = opened(full, colleague)
    with as_user(supervisor):
        actions.review_emergency(access, verdict="justified", words="Right", by=supervisor)
    notice = notices.drafted(full, caseworker)
    walk(notice, notices.WAYS["sent"][1], notices.act, caseworker, supervisor)
    request = legal.served(full, caseworker)
    walk(request, legal.WAYS["closed"][1], legal.act, caseworker, supervisor)
    assess(full, form, caseworker)
    with as_user(caseworker):
        begun = actions.begin_assessment(full, form, by=caseworker)
        actions.keep_page(begun, WHOLE, saved=0, by=caseworker)
        actions.ask_closure(full, reason="moved", by=caseworker)
        about = {"organization_id": full.organization_id, "case": full, "person_id": full.person_id}
        Whereabouts(
            **about, kind="missing", last_known="Quay", steps="Call", words="Told", recorded_by=caseworker
        ).save()
        VoluntaryReturn(
            **about, destination="Home", escort="Uncle", receiving="Aunt", documents="Pass", opened_by=caseworker
        ).save()
    return full


def purge(case, worker, supervisor):
    request = check(ask(case, worker, kind="narrative"), worker)
    with as_user(supervisor):
        return actions.purge_narrative(request, by=supervisor)


def told_of(case):
    """Which columns of what was told hold something."""
    found = set()
    with connection.cursor() as cursor:
        for column in columns():
            table, name = column.split(".")
            way = {"cases_guardian": PERSONS, "cases_noticesheet": NOTICES}.get(table, "case_id = %s")
            cursor.execute(f"SELECT 1 FROM {table} WHERE {way} AND length({name}) > 0", [case.pk])
            if cursor.fetchone():
                found.add(column)
    return found


def test_the_words_of_every_room_go(rooms, caseworker, supervisor):
    with as_user(supervisor), transaction.atomic():
        before = told_of(rooms)
    for kind in ("emergencyaccess.words", "statutorynotice.why", "legalrequest.reasons", "approval.content"):
        assert f"cases_{kind}" in before
    purge(rooms, caseworker, supervisor)
    with as_user(supervisor), transaction.atomic():
        assert told_of(rooms) == set()
        for model in (EmergencyAccess, StatutoryNotice, LegalRequest, Assessment, Approval):
            assert model.objects.visible_to(supervisor).filter(case=rooms).exists(), "that it was stays"
        assert Assessment.objects.visible_to(supervisor).get().answers == {}
        assert Approval.objects.visible_to(supervisor).get().content == {}
    with as_user(caseworker):
        assert not BegunAssessment.objects.visible_to(caseworker).exists()


def test_where_and_with_whom_goes(rooms):
    for name in ("whereabouts.last_known", "whereabouts.steps", "crisischeck.answers", "voluntaryreturn.destination"):
        assert f"cases_{name}" in COLUMNS


def test_what_was_decided_is_changed_by_nobody_else(rooms, supervisor):
    for table, column in (("legalrequest", "reasons"), ("statutorynotice", "why"), ("emergencyaccess", "words")):
        with as_user(supervisor), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE cases_{table} SET {column} = '' WHERE case_id = %s", [rooms.pk])


def test_pages_say_that_it_was_erased_and_nothing_goes_on_from_it(rooms, caseworker, supervisor, signed_in):  # noqa: F811
    purge(rooms, caseworker, supervisor)
    with as_user(supervisor):
        done, asked = Assessment.objects.visible_to(supervisor).get(), Approval.objects.visible_to(supervisor).get()
        with pytest.raises(NotInThisState, match="erased"):
            actions.decide_approval(asked, approve=True, by=supervisor)
    with as_user(caseworker), pytest.raises(NotInThisState, match="erased"):
        actions.begin_amending(done, by=caseworker)
    leader = signed_in(supervisor)
    for name, one in (("assessment", done), ("approval", asked)):
        page = leader.get(reverse(name, args=[rooms.public_id, one.public_id]))
        assert page.status_code == 200 and "were erased" in page.content.decode()
    assert leader.get(reverse("assessment_review", args=[rooms.public_id, done.public_id])).status_code == 200
    for name in ("case_assessments", "approvals"):
        args = [rooms.public_id] if name == "case_assessments" else []
        assert leader.get(reverse(name, args=args)).status_code == 200
    with as_user(supervisor):
        assert actions.decide_approval(asked, approve=False, note="Ask anew", by=supervisor).state == "returned"


def by_hand(case, by, **more):
    """A row as a program with a fault would write it."""
    given = {"kind": "narrative", "asker": "person", "identity": "known", "state": "checked", "finding": "free"}
    at = {"checked_at": timezone.now(), "due_on": datetime.date.today(), "number": case.number}
    about = {"organization_id": case.organization_id, "case": case, "person_id": case.person_id}
    row = DataRequest(**about, **at, **(given | {"recorded_by": by} | more))
    row.save(force_insert=True)
    return row


def test_the_database_begins_no_request_done_or_in_another_name(case, caseworker, supervisor):
    for more in ({"state": "done"}, {"state": "done", "kind": "erasure"}, {"recorded_by": supervisor}):
        with as_user(caseworker), pytest.raises(DatabaseError), transaction.atomic():
            by_hand(case, caseworker, **more)
    with as_user(caseworker), transaction.atomic():
        by_hand(case, caseworker)


@pytest.mark.parametrize("fault", ["recorded", "checked", "pressed", "unchecked", None])
def test_the_database_asks_for_the_second_person_and_the_free_wish_itself(full, caseworker, supervisor, fault):  # noqa: F811
    recorder = supervisor if fault == "recorded" else caseworker
    with as_user(recorder), transaction.atomic():
        row = by_hand(full, recorder, finding="pressed" if fault == "pressed" else "free")
    checker = supervisor if fault == "checked" else caseworker
    if fault != "unchecked":
        with as_user(checker), transaction.atomic():
            DataRequest.objects.visible_to(checker).filter(pk=row.pk).update(checked_by=checker)
    refused = pytest.raises(DatabaseError) if fault else contextlib.nullcontext()
    with as_user(supervisor), refused, transaction.atomic(), connection.cursor() as cursor:
        DataRequest.objects.visible_to(supervisor).filter(pk=row.pk).update(state="done", decided_by=supervisor)
        cursor.execute("SELECT * FROM app.purge_words(%s, %s)", [row.pk, ["cases_note.body"]])
