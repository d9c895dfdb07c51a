"""Documents on pages: add, open under a neutral name, delete."""

import io

import pytest

from cases.models import Document
from tests.casework.files import PDF, picture
from tests.conftest import as_user

from .conftest import words


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.CASEMGR_DATA_DIR = tmp_path


def upload(name, content):
    file = io.BytesIO(content)
    file.name = name
    return file


def add(page, case, content=PDF, name="amira passport.pdf", **more):
    sent = {"file": upload(name, content), "kind": "identity", "title": ""} | more
    return page.post(f"/cases/{case.public_id}/documents/new/", sent)


def test_a_document_is_added_and_opened(page, case, caseworker):
    assert add(page, case).status_code == 302
    listed = page.get(f"/cases/{case.public_id}/documents/")
    assert "amira passport.pdf" in words(listed) and "not scanned" in words(listed)
    with as_user(caseworker):
        document = Document.objects.visible_to(caseworker).get()
    answer = page.get(f"/cases/{case.public_id}/documents/{document.public_id}/file/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == f'attachment; filename="document-{document.public_id}.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff" and "no-store" in answer["Cache-Control"]
    assert page.trail("case:document:download")


def test_pictures_open_in_the_browser_and_originals_are_saved(page, case, caseworker):
    add(page, case, picture().getvalue(), "face.html", kind="evidence", faces_agreed="on")
    with as_user(caseworker):
        document = Document.objects.visible_to(caseworker).get()
    at = f"/cases/{case.public_id}/documents/{document.public_id}"
    shown, original = page.get(f"{at}/file/"), page.get(f"{at}/original/")
    assert shown["Content-Type"] == "image/png" and shown["Content-Disposition"].startswith("inline")
    assert original["Content-Disposition"].startswith("attachment")


def test_what_is_refused_is_said_beside_the_field(page, case):
    answer = add(page, case, b"MZ" + bytes(80), "report.pdf", title="Report")
    assert answer.status_code == 422 and "taken" in words(answer) and 'value="Report"' in answer.content.decode()
    answer = add(page, case, picture().getvalue(), "a.png")
    assert answer.status_code == 422 and "shows no face" in words(answer)


def test_the_form_says_what_must_never_be_added(page, case):
    assert "Never add sexual pictures of a child." in words(page.get(f"/cases/{case.public_id}/documents/new/"))


def test_deleting_asks_first(page, case, caseworker, django_capture_on_commit_callbacks):
    add(page, case)
    with as_user(caseworker):
        document = Document.objects.visible_to(caseworker).get()
    at = f"/cases/{case.public_id}/documents/{document.public_id}/delete/"
    assert "amira passport.pdf" in words(page.get(at))
    assert page.post(at, {}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert page.post(at, {"sure": "on"}).status_code == 302
    listed = words(page.get(f"/cases/{case.public_id}/documents/"))
    assert "deleted" in listed and "amira passport" not in listed
    assert page.get(f"/cases/{case.public_id}/documents/{document.public_id}/file/").status_code == 404


def test_no_draft_is_kept_of_a_file(page, case):
    assert "data-draft" not in page.get(f"/cases/{case.public_id}/documents/new/").content.decode()
