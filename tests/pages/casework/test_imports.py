"""Imports: a file in, its problems row by row, stopped and gone on with, for supervisors only."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.importing.running import run
from cases.models import Case, ImportBatch
from tests.conftest import as_user

from .conftest import words

GOOD = 'name = "ours"\n[columns.Nickname]\nto = "person.alias"\nrequired = true\n'


@pytest.fixture
def deferred(monkeypatch):
    """Jobs asked for, instead of run."""
    from frontend.views import imports

    jobs = []
    monkeypatch.setattr(imports.run_import, "defer", lambda **ids: jobs.append(ids))
    return jobs


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.CASEMGR_DATA_DIR = tmp_path


def upload(browser, content, *, mapping=GOOD, **fields):
    given = {"mapping": "own", "own_mapping": SimpleUploadedFile("m.toml", mapping.encode())}
    return browser.post("/imports/", given | {"file": SimpleUploadedFile("cases.csv", content)} | fields)


def batch_of(supervisor):
    with as_user(supervisor):
        return ImportBatch.objects.visible_to(supervisor).get()


def test_a_file_is_staged_and_its_job_asked_for(supervisor_page, supervisor, deferred):
    answer = upload(supervisor_page, b"Nickname\nAmira\n")
    batch = batch_of(supervisor)
    assert answer["Location"] == f"/imports/{batch.public_id}/"
    assert deferred == [{"batch": batch.public_id, "user": str(supervisor.pk)}]
    assert "Amira" not in str(answer.headers)


def test_it_shows_progress_and_asks_again_until_it_ended(supervisor_page, supervisor, deferred):
    upload(supervisor_page, b"Nickname\nAmira\n\xc3\xa9mile\n")
    batch = batch_of(supervisor)
    waiting = supervisor_page.get(f"/imports/{batch.public_id}/").content.decode()
    assert 'hx-trigger="every 2s"' in waiting and 'http-equiv="refresh"' in waiting
    with as_user(supervisor):
        run(batch, by=supervisor)
        assert Case.objects.visible_to(supervisor).count() == 2
    ended = supervisor_page.get(f"/imports/{batch.public_id}/")
    assert "hx-trigger" not in ended.content.decode()
    assert "2 of 2 rows read: 2 good, 0 refused." in words(ended)
    assert 'href="/cases/?view=unassigned"' in ended.content.decode()


def test_refused_rows_are_told_without_their_values(supervisor_page, supervisor, deferred):
    upload(supervisor_page, b"Nickname\nAmira\n=HYPERLINK(secret)\n")
    batch = batch_of(supervisor)
    with as_user(supervisor):
        run(batch, by=supervisor)
    text = words(supervisor_page.get(f"/imports/{batch.public_id}/"))
    assert "formula" in text and "HYPERLINK" not in text
    report = supervisor_page.get(f"/imports/{batch.public_id}/report.csv")
    lines = b"".join(report.streaming_content).decode()
    assert "formula" in lines and "HYPERLINK" not in lines
    assert report["Content-Disposition"] == 'attachment; filename="report.csv"'


@pytest.mark.parametrize("content", [b"", b"Nickname\n", b"Name\nAmira\n", b"\x89PNG\r\n\x1a\n\x00\x00"])
def test_a_file_that_cant_be_read_says_why_and_stores_nothing(supervisor_page, supervisor, deferred, content):
    answer = upload(supervisor_page, content)
    assert answer.status_code == 422 and "What to do" in words(answer)
    assert not deferred
    with as_user(supervisor):
        assert not ImportBatch.objects.visible_to(supervisor).exists()


def test_a_faulty_mapping_is_told_at_its_field(supervisor_page, deferred):
    answer = upload(supervisor_page, b"Nickname\nAmira\n", mapping="name = 3")
    assert answer.status_code == 422 and answer.context["form"].errors


def test_it_stops_and_goes_on(supervisor_page, supervisor, deferred):
    upload(supervisor_page, b"Nickname\nAmira\n")
    batch = batch_of(supervisor)
    supervisor_page.post(f"/imports/{batch.public_id}/resume/")
    assert len(deferred) == 2
    supervisor_page.post(f"/imports/{batch.public_id}/cancel/")
    assert batch_of(supervisor).state == "cancelled"


def test_only_those_who_may_import_see_any_of_it(page, browse, supervisor_page, supervisor, lotus, deferred):
    from tests.conftest import make_person_of

    upload(supervisor_page, b"Nickname\nAmira\n")
    address = f"/imports/{batch_of(supervisor).public_id}/"
    assert page.get("/imports/").status_code == 403 and page.get(address).status_code == 403
    other = browse(make_person_of(lotus, "supervisor"))
    assert other.get("/imports/").status_code == 200 and other.get(address).status_code == 404
