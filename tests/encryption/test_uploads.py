import io
import os
import random
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from casemgr.encryption.chunks import CHUNK_BYTES
from casemgr.encryption.errors import Tampered, UploadTooLarge
from casemgr.encryption.staged_file import StagedFile
from casemgr.encryption.uploads import EncryptingUploadHandler

pytestmark = pytest.mark.nodb
PLANTED = b"Nadia Planted, born 2001; "


def staged_bytes(folder):
    """What lies on disk: named files, and this process's nameless ones."""
    named = [file.read_bytes() for file in Path(folder).rglob("*") if file.is_file()]
    for descriptor in Path("/proc/self/fd").iterdir():
        try:
            target = str(descriptor.readlink())
            if target.startswith(str(folder)):
                named.append(descriptor.read_bytes())
        except FileNotFoundError:
            continue
    return named


@pytest.fixture
def upload(settings):
    settings.FILE_UPLOAD_HANDLERS = ["casemgr.encryption.uploads.EncryptingUploadHandler"]
    settings.CASEMGR_MAX_UPLOAD_BYTES = 8 * 1024 * 1024

    def send(*contents):
        data = {f"file{n}": SimpleUploadedFile(f"list{n}.csv", c, "text/csv") for n, c in enumerate(contents)}
        request = RequestFactory().post("/", data)
        return [request.FILES[name] for name in data]

    return send


@pytest.mark.parametrize("size", [0, 5, CHUNK_BYTES, CHUNK_BYTES * 2, 3 * 1024 * 1024 + 11])
def test_an_upload_reads_as_it_was_sent(upload, size):
    content = random.Random(size).randbytes(size)
    [file] = upload(content)
    assert (file.name, file.size, file.content_type) == ("list0.csv", size, "text/csv")
    assert file.read() == content
    assert b"".join(file.chunks()) == content
    file.seek(-min(size, 3), os.SEEK_END)
    assert file.read() == content[max(size - 3, 0) :]


def test_nothing_lies_on_disk_in_clear_while_it_arrives_or_after(upload, settings, monkeypatch):
    seen = []
    receive = EncryptingUploadHandler.receive_data_chunk

    def watched(self, raw, start):
        receive(self, raw, start)
        seen.extend(staged_bytes(settings.CASEMGR_DATA_DIR))

    monkeypatch.setattr(EncryptingUploadHandler, "receive_data_chunk", watched)
    [file] = upload(PLANTED * 40_000)
    seen.extend(staged_bytes(settings.CASEMGR_DATA_DIR))
    assert max(map(len, seen)) > 1_000_000
    assert not any(PLANTED[:13] in raw for raw in seen)
    assert file.read(13) == PLANTED[:13]


def test_nothing_is_left_after_closing(upload, settings):
    [file] = upload(PLANTED * 10_000)
    file.close()
    assert staged_bytes(settings.CASEMGR_DATA_DIR) == []
    with pytest.raises(ValueError, match="closed"):
        file.read()


def test_several_files_each_have_their_content(upload):
    one, two = upload(b"a" * CHUNK_BYTES, b"b" * 10)
    assert (one.read(3), two.read()) == (b"aaa", b"b" * 10)


def test_a_zip_and_text_reader_can_work_on_it(upload):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("x.txt", "alias\nAmira\n" * 20_000)
    [file] = upload(packed.getvalue())
    with zipfile.ZipFile(file) as archive:
        assert len(archive.read("x.txt")) == 240_000
    [file] = upload(b"alias\r\nAmira\r\n")
    assert list(io.TextIOWrapper(file.file, "utf-8")) == ["alias\n", "Amira\n"]


@pytest.mark.parametrize("size", [9 * 1024 * 1024, 8 * 1024 * 1024 + 1])
def test_too_large_an_upload_is_refused_and_leaves_nothing(upload, settings, size):
    with pytest.raises(UploadTooLarge, match="CASEMGR_MAX_UPLOAD_BYTES"):
        upload(bytes(size))
    assert staged_bytes(settings.CASEMGR_DATA_DIR) == []


def test_the_limit_counts_all_files_of_a_request(upload):
    with pytest.raises(UploadTooLarge):
        upload(bytes(4 * 1024 * 1024), bytes(4 * 1024 * 1024 + 1))


def test_changed_staging_bytes_fail(tmp_path):
    staged = StagedFile(tmp_path)
    staged.append(b"x" * 100)
    staged.finish()
    staged._file.seek(3)
    staged._file.write(b"?")
    with pytest.raises(Tampered):
        staged.read()


def test_the_descriptor_is_not_handed_out(tmp_path):
    with pytest.raises(io.UnsupportedOperation):
        StagedFile(tmp_path).fileno()
