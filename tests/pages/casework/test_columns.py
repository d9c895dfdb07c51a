"""A file without a mapping: its columns are told on a page, looked at, kept; its cells are its sender's alone."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.utils import timezone

from casemgr.audit import events
from cases.importing import sketching
from cases.importing.running import run
from cases.importing.sketching import forget_sketches
from cases.models import Case, ImportBatch, ImportMapping
from tests.conftest import as_user, make_person_of
from tests.doors.world import sign_in

SHEET = b"Nickname,Sex,Born,Shoe size\nAmira,female,7/3/1999,38\nNoor,lady,1/2/1998,40\n"
TOLD = {"to_0": "Known as", "to_1": "Gender", "to_2": "Date of birth", "to_3": "", "days": "%d/%m/%Y", "empty": "NA"}


@pytest.fixture(autouse=True)
def deferred(monkeypatch, settings, tmp_path):
    settings.CASEMGR_DATA_DIR = tmp_path
    from frontend.views import columns

    jobs = []
    monkeypatch.setattr(columns.run_import, "defer", lambda **ids: jobs.append(ids))
    return jobs


@pytest.fixture
def at(supervisor_page):
    sent = {"mapping": "tell", "file": SimpleUploadedFile("x.csv", SHEET), "dry_run": "on"}
    return supervisor_page.post("/imports/", sent)["Location"]


def batch(supervisor):
    with as_user(supervisor):
        return ImportBatch.objects.visible_to(supervisor).get()


def test_headings_stand_with_first_cells_and_a_guess(supervisor_page, at):
    page = supervisor_page.get(at).content.decode()
    assert "Nickname" in page and "Amira" in page and 'value="Known as"' in page and 'value="Gender"' in page
    assert len(supervisor_page.trail(events.IMPORT_SKETCH_READ)) == 1


def test_looking_asks_for_cells_that_are_no_code_and_writes_nothing(supervisor_page, supervisor, at):
    answer = supervisor_page.post(at, TOLD | {"step": "look"})
    page = answer.content.decode()
    assert answer.status_code == 200 and 'name="code_1_0"' in page and "Of the first 2 rows 1 can" in page
    told = TOLD | {"step": "look", "code_1_1": "feminine"}
    assert "Of the first 2 rows 2 can" in supervisor_page.post(at, told).content.decode()
    with as_user(supervisor):
        assert not Case.objects.visible_to(supervisor).exists()
    assert batch(supervisor).state == "sketch"


def test_import_reads_the_file_as_it_was_told_and_keeps_the_answers(supervisor_page, supervisor, at, deferred):
    told = TOLD | {"step": "import", "code_1_1": "feminine", "name": "Night sheet"}
    assert supervisor_page.post(at, told)["Location"] == f"/imports/{batch(supervisor).public_id}/"
    assert len(deferred) == 1
    with as_user(supervisor):
        ended = run(batch(supervisor), by=supervisor)
        assert (ended.rows_imported, ended.rows_refused) == (2, 0)
        people = [case.person for case in Case.objects.visible_to(supervisor).select_related("person")]
        assert {(p.alias, p.gender, p.birth_date.year) for p in people} == {
            ("Amira", "Feminine", 1999),
            ("Noor", "Feminine", 1998),
        }
        kept = ImportMapping.objects.visible_to(supervisor).get()
    again = {"mapping": f"kept-{kept.public_id}", "file": SimpleUploadedFile("y.csv", SHEET), "dry_run": "on"}
    assert supervisor_page.post("/imports/", again).status_code == 302
    supervisor_page.post(f"/imports/mappings/{kept.public_id}/delete/")
    assert "Night sheet" not in supervisor_page.get("/imports/").content.decode()


@pytest.mark.parametrize(
    "wrong", [{"to_0": "Nonsense"}, {"code_1_1": "Nonsense"}, {"to_0": "", "to_1": "", "to_2": ""}]
)
def test_words_that_are_not_offered_are_refused_with_what_was_typed(supervisor_page, supervisor, at, wrong):
    answer = supervisor_page.post(at, TOLD | wrong | {"step": "import"})
    assert answer.status_code == 422 and batch(supervisor).state == "sketch"
    assert not wrong.get("to_0") or 'value="Nonsense"' in answer.content.decode()


def test_only_its_sender_sees_its_cells(harbor, supervisor_page, at):
    other = sign_in(make_person_of(harbor, "supervisor"))
    assert other.get(at).status_code == 404 and other.post(at, TOLD | {"step": "import"}).status_code == 404
    assert "Amira" not in other.get("/imports/").content.decode()


def test_a_file_one_does_not_go_on_with_is_destroyed(supervisor_page, supervisor, at, settings, tmp_path):
    supervisor_page.post(at + "drop/")
    assert batch(supervisor).state == "cancelled" and supervisor_page.get(at).status_code == 404


def test_a_file_nobody_goes_on_with_is_destroyed_at_night(supervisor_page, supervisor, at, tmp_path):
    home = supervisor.organization_id
    assert forget_sketches(home) == 0 and supervisor_page.get(at).status_code == 200
    with as_user(supervisor):
        yesterday = timezone.now() - datetime.timedelta(hours=25)
        ImportBatch.objects.visible_to(supervisor).update(created_at=yesterday)
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert forget_sketches(home) == 1
    assert batch(supervisor).state == "cancelled" and not list((tmp_path / "imports").glob("*"))
    assert len(supervisor_page.trail(events.IMPORT_CANCELLED)) == 1


def test_the_file_is_opened_once_to_look_at_it(supervisor_page, at, monkeypatch):
    opened, open_file = [], sketching.staged_file
    monkeypatch.setattr(sketching, "staged_file", lambda batch: opened.append(batch) or open_file(batch))
    assert "Of the first 2 rows 1 can" in supervisor_page.post(at, TOLD | {"step": "look"}).content.decode()
    assert len(opened) == 1


def test_a_colleague_s_mapping_is_not_replaced(harbor, supervisor_page, supervisor, at):
    named = TOLD | {"step": "import", "code_1_1": "feminine", "name": "Night sheet"}
    other = sign_in(make_person_of(harbor, "supervisor"))
    sent = {"mapping": "tell", "file": SimpleUploadedFile("x.csv", SHEET), "dry_run": "on"}
    assert other.post(other.post("/imports/", sent)["Location"], named).status_code == 302
    answer = supervisor_page.post(at, named | {"to_2": ""})
    assert answer.status_code == 422 and "A colleague keeps a mapping of this name" in answer.content.decode()
    with as_user(supervisor):
        assert "Born" in ImportMapping.objects.visible_to(supervisor).get().text
        assert ImportMapping.objects.visible_to(supervisor).get().saved_by_id != supervisor.pk


def test_two_headings_alike_are_refused_as_a_whole(supervisor_page, supervisor):
    sent = {"mapping": "tell", "file": SimpleUploadedFile("x.csv", b"Name,name\na,b\n")}
    assert supervisor_page.post("/imports/", sent).status_code == 422
    with as_user(supervisor):
        assert not ImportBatch.objects.visible_to(supervisor).exists()
