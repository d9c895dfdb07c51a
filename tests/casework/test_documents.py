"""Documents: what is taken, how it is cleaned, that it is sealed, and that deleting is for good."""

import io
import logging
import os
import socket
import threading
import time

import pytest
from PIL import Image

from casemgr.encryption import keys
from casemgr.encryption.errors import KeyDestroyed, Tampered
from casemgr.errors import InvalidInput, NotFound, NotPermitted
from cases.actions import add_document, delete_document, grant, open_document
from cases.documents import storage
from cases.documents.kinds import EXTENSIONS, media_type_of
from cases.documents.virus_scan import ScannerDown
from cases.models import Document
from tests.casework.files import PDF, archive, opendocument, picture, word
from tests.conftest import as_user


def added(case, by, file=None, name="passport-of-amira.pdf", kind="identity", **more):
    with as_user(by):
        return add_document(case, file=file or io.BytesIO(PDF), name=name, title="Passport", kind=kind, by=by, **more)


def opened(document, by, **more):
    with as_user(by):
        return b"".join(open_document(document, by=by, **more))


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.CASEMGR_DATA_DIR = tmp_path
    return tmp_path / "documents"


KINDS = {
    "application/pdf": io.BytesIO(PDF),
    "image/png": picture(),
    "image/jpeg": picture("JPEG"),
    "image/webp": picture("WEBP"),
    "text/plain": io.BytesIO("سلام\n".encode()),
    "audio/mpeg": io.BytesIO(b"ID3\x04" + bytes(20)),
    "audio/ogg": io.BytesIO(b"OggS" + bytes(20)),
    "audio/mp4": io.BytesIO(b"\0\0\0\x20ftypM4A " + bytes(20)),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": word(),
    "application/vnd.oasis.opendocument.text": opendocument(),
    "application/vnd.oasis.opendocument.spreadsheet": opendocument("spreadsheet"),
}
REFUSED = {
    "empty zip": archive(a="x"),
    "damaged zip": io.BytesIO(b"PK\x03\x04" + bytes(50)),
    "macros": word("word/vbaProject.bin"),
    "program": io.BytesIO(b"MZ" + bytes(100)),
    "script": io.BytesIO(b"\x7fELF" + bytes(100)),
    "page": io.BytesIO(b"<!doctype html><script>1</script>"),
    "page after spaces": io.BytesIO("\ufeff \n<svg onload=1>".encode()),
    "not UTF-8": io.BytesIO(b"caf\xe9 au lait"),
    "cut in a letter": io.BytesIO("é".encode()[:1]),
    "svg named png": io.BytesIO(b"<svg xmlns='x'/>"),
}


@pytest.mark.nodb
@pytest.mark.parametrize("kind", KINDS)
def test_kinds_are_told_by_their_bytes(kind):
    assert media_type_of(KINDS[kind]) == kind and KINDS[kind].tell() == 0
    assert kind in EXTENSIONS


@pytest.mark.nodb
@pytest.mark.parametrize("what", REFUSED)
def test_everything_else_is_refused(what):
    assert media_type_of(REFUSED[what]) is None


def test_a_file_is_sealed_and_read_back(case, caseworker, folder):
    content = PDF + os.urandom(200_000)
    document = added(case, caseworker, io.BytesIO(content))
    [path] = [p for p in folder.rglob("*") if p.is_file()]
    assert content[:64] not in path.read_bytes() and "amira" not in str(path).lower()
    assert opened(document, caseworker) == content
    assert (document.media_type, document.size) == ("application/pdf", len(content))
    assert b"passport" not in bytes(document.file_name_sealed.ciphertext)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
def test_pictures_lose_what_the_camera_wrote(case, caseworker, kind):
    before = picture(kind, place=True)
    assert b"CAMERA-MAKER" in before.getvalue()
    after = opened(added(case, caseworker, before, kind="letter", faces_agreed=True), caseworker)
    assert b"CAMERA-MAKER" not in after
    drawn = Image.open(io.BytesIO(after))
    assert drawn.size == (8, 6) and not dict(drawn.getexif())


def test_evidence_keeps_the_sealed_original_and_its_fingerprint(case, caseworker):
    before = picture("JPEG", place=True)
    document = added(case, caseworker, before, kind="evidence", faces_agreed=True)
    assert opened(document, caseworker, original=True) == before.getvalue()
    assert b"CAMERA-MAKER" not in opened(document, caseworker)
    import hashlib

    assert document.digest == hashlib.sha256(before.getvalue()).hexdigest()


def test_a_picture_needs_the_persons_word(case, caseworker, folder):
    with pytest.raises(InvalidInput) as refused:
        added(case, caseworker, picture())
    assert refused.value.field == "faces_agreed" and not list(folder.rglob("*"))


@pytest.mark.parametrize("what", ["damaged", "bomb"])
def test_a_picture_that_can_not_be_drawn_is_refused(case, caseworker, folder, what, monkeypatch):
    file = io.BytesIO(picture().getvalue()[:40])
    if what == "bomb":
        monkeypatch.setattr("cases.documents.pictures.MOST_PIXELS", 10)
        file = picture()
    with pytest.raises(InvalidInput) as refused:
        added(case, caseworker, file, faces_agreed=True)
    assert refused.value.field == "file" and not [p for p in folder.rglob("*") if p.is_file()]


def test_empty_and_large_files_are_refused(case, caseworker, monkeypatch):
    with pytest.raises(InvalidInput, match="empty"):
        added(case, caseworker, io.BytesIO(b""))
    monkeypatch.setattr("cases.actions.documents.MOST_BYTES", 5)
    with pytest.raises(InvalidInput, match="larger"):
        added(case, caseworker)


def test_deleting_destroys_key_file_and_title(case, caseworker, folder, django_capture_on_commit_callbacks):
    document = added(case, caseworker)
    with as_user(caseworker), django_capture_on_commit_callbacks(execute=True):
        delete_document(document, by=caseworker)
    assert not [p for p in folder.rglob("*") if p.is_file()]
    with pytest.raises(KeyDestroyed):
        keys.data_key(document.organization_id, document.pk)
    with as_user(caseworker):
        left = Document.objects.visible_to(caseworker).get()
        assert (left.title, left.file_name, left.digest) == (None, None, None)
        with pytest.raises(NotFound):
            open_document(left, by=caseworker)


def test_either_key_ends_the_file(case, caseworker):
    document = added(case, caseworker)
    keys.destroy(document.organization_id, document.person_id)
    with as_user(caseworker), pytest.raises(KeyDestroyed):
        open_document(document, by=caseworker)


def test_evidence_and_what_others_added_is_deleted_by_a_supervisor_only(case, caseworker, colleague, supervisor):
    with as_user(supervisor):
        grant(case, to=colleague, by=supervisor)
    mine, evidence = added(case, caseworker), added(case, caseworker, kind="evidence")
    for document, by in ((mine, colleague), (evidence, caseworker)):
        with as_user(by), pytest.raises(NotPermitted):
            delete_document(document, by=by)
    with as_user(supervisor):
        delete_document(evidence, by=supervisor)


def test_a_file_that_was_touched_does_not_go_out(case, caseworker):
    document = added(case, caseworker, io.BytesIO(PDF + bytes(200_000)))
    path = storage.path_of(document)
    path.write_bytes(path.read_bytes()[:-70_000])
    with as_user(caseworker), pytest.raises(Tampered):
        open_document(document, by=caseworker)


def test_who_does_not_see_the_case_gets_nothing(case, caseworker, colleague, intake, supervisor):
    document = added(case, caseworker)
    with as_user(colleague):
        assert not Document.objects.unscoped("the database alone").exists()
        with pytest.raises(NotFound):
            open_document(document, by=colleague)
    with as_user(supervisor):
        grant(case, to=intake, by=supervisor)
    with pytest.raises(NotPermitted):
        added(case, intake)


def test_orphans_are_swept_and_the_rest_stays(case, caseworker, folder):
    document = added(case, caseworker)
    orphan = folder / "zz" / "zzzzzzzzzzzzzzzzzzzzzz"
    orphan.parent.mkdir()
    orphan.write_bytes(b"x")
    with as_user(caseworker):
        assert storage.sweep() == 0  # a day has not passed
        old = time.time() - 2 * storage.DAY
        for path in (orphan, storage.path_of(document)):
            os.utime(path, (old, old))
        assert storage.sweep() == 1
    assert not orphan.exists() and opened(document, caseworker) == PDF


class Daemon(threading.Thread):
    """Answers INSTREAM as ClamAV does; finds a virus where a file says EICAR."""

    def __init__(self, answer=None):
        super().__init__(daemon=True)
        self.answer, self.socket = answer, socket.create_server(("127.0.0.1", 0))
        self.place = f"127.0.0.1:{self.socket.getsockname()[1]}"
        self.start()

    def run(self):
        connection, _address = self.socket.accept()
        with connection, connection.makefile("rb") as asked:
            assert asked.read(10) == b"zINSTREAM\0"
            data = b""
            while size := int.from_bytes(asked.read(4)):
                data += asked.read(size)
            found = b"stream: Eicar-Test FOUND\0" if b"EICAR" in data else b"stream: OK\0"
            connection.sendall(self.answer or found)


def test_a_scanned_file_says_so(case, caseworker, settings):
    settings.CASEMGR_CLAMAV = Daemon().place
    assert added(case, caseworker, io.BytesIO(PDF + bytes(300_000))).scanned


def test_a_virus_is_refused(case, caseworker, settings, folder):
    settings.CASEMGR_CLAMAV = Daemon().place
    with pytest.raises(InvalidInput, match="virus"):
        added(case, caseworker, io.BytesIO(PDF + b"EICAR"))
    assert not list(folder.rglob("*"))


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"\0"])
def test_an_unclear_answer_is_a_refusal(case, caseworker, settings, answer):
    settings.CASEMGR_CLAMAV = Daemon(answer).place
    with pytest.raises(ScannerDown):
        added(case, caseworker)


def test_a_scanner_that_is_down_refuses_everything(case, caseworker, settings, folder, caplog):
    settings.CASEMGR_CLAMAV = "127.0.0.1:1"
    with caplog.at_level(logging.ERROR), pytest.raises(ScannerDown):
        added(case, caseworker)
    settings.CASEMGR_CLAMAV = "/nowhere/clamd.sock"
    with pytest.raises(ScannerDown):
        added(case, caseworker)
    assert not list(folder.rglob("*")) and "amira" not in caplog.text.lower()
