"""Looking is written down: no page about a person goes out without an entry by who asked for it."""

import pytest
from django.db import transaction
from django.urls import reverse

from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from cases.actions import change_case, change_person, record_experience, write_note
from tests.conftest import as_user
from tests.doors.house import WEB
from tests.doors.planted import words_in
from tests.doors.table import DOORS
from tests.doors.world import build

from .test_change import sent

CASE_DOORS = sorted(name for name, door in DOORS.items() if "case_id" in WEB.get(name, ()))


def entries_of(person):
    with as_user(person):
        return AuditEntry.objects.unscoped("what a test did").filter(actor=person).count()


def reveals(page):
    return len(page.trail(events.PERSON_IDENTITY_REVEALED))


def test_every_case_page_enters_the_trail_of_who_looked():
    world = build()
    worker, client = world.people["caseworker"], world.browsers["caseworker"]
    shown, unwritten = [], []
    for name in CASE_DOORS:
        path = reverse(name, kwargs={argument: world.ids[argument] for argument in WEB[name]})
        for method in ("get", "post"):
            with transaction.atomic():
                before = entries_of(worker)
                answer = getattr(client, method)(path)
                tells = answer.status_code != 409 or words_in(answer.content)  # a bare refusal tells nothing
                if answer.status_code in (200, 409, 422) and tells:
                    shown.append(name)
                    if entries_of(worker) == before:
                        unwritten.append(f"{method} {name}")
                transaction.set_rollback(True)
    assert unwritten == []
    assert {"case", "experience_change", "note_amend", "refer", "case_reveal", "person_change"} <= set(shown)


def test_opening_an_experience_is_written_down(page, case, caseworker):
    with as_user(caseworker):
        row = record_experience(case, {"narrative": "In own words"}, by=caseworker)
    assert b"In own words" in page.get(f"/cases/{case.public_id}/experience/1/").content
    assert [entry.object_pk for entry in page.trail(events.EXPERIENCE_READ)] == [str(row.pk)]


def test_opening_a_note_to_amend_it_is_written_down(page, case, caseworker):
    with as_user(caseworker):
        note = write_note(case, body="Met at the clinic", by=caseworker)
    page.get(f"/cases/{case.public_id}/notes/{note.public_id}/amend/")
    assert [entry.object_pk for entry in page.trail(events.NOTE_READ)] == [str(note.pk)]


@pytest.mark.parametrize("part", ["person", "safe-contact"])
@pytest.mark.parametrize("typed", [{}, {"alias": "", "channel": "pigeon"}])
def test_identity_sent_back_with_errors_is_a_reveal(page, case, part, typed):
    assert page.post(f"/cases/{case.public_id}/{part}/", typed).status_code == 422
    assert reveals(page) == 1


def test_identity_in_a_clash_is_a_reveal(page, case, caseworker):
    address = f"/cases/{case.public_id}/person/"
    typed = sent(page, address) | {"alias": "Amira B"}
    with as_user(caseworker):
        change_person(case.person, {"alias": "Amira C"}, version=1, by=caseworker)
    before = reveals(page)
    assert page.post(address, typed).status_code == 409
    assert reveals(page) == before + 1


def test_a_clash_over_the_case_is_a_look(page, case, caseworker):
    address = f"/cases/{case.public_id}/change/"
    typed = sent(page, address) | {"status": "active"}
    with as_user(caseworker):
        change_case(case, {"status": "screening"}, version=1, by=caseworker)
    before = len(page.trail(events.CASE_READ))
    assert page.post(address, typed).status_code == 409
    assert len(page.trail(events.CASE_READ)) == before + 1


def test_saving_without_seeing_is_no_reveal(page, case):
    address = f"/cases/{case.public_id}/person/"
    typed = sent(page, address) | {"alias": "Amira B"}
    before = reveals(page)
    assert page.post(address, typed).status_code == 302
    assert reveals(page) == before
