import io
import stat
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casemgr.encryption import files
from casemgr.encryption.chunks import CHUNK_BYTES, SEALED_BYTES
from casemgr.encryption.cipher import Key
from casemgr.encryption.errors import Tampered

pytestmark = pytest.mark.nodb
KEY = Key(uuid4(), bytes(range(32)))
HEAD = files.HEADER_BYTES


class Trickle(io.BytesIO):
    """Gives less than asked for, like a socket."""

    def read(self, size=-1):
        return super().read(min(size, 1000) if size > 0 else size)


def content(size):
    return (b"planted name " * (size // 13 + 1))[:size]


@pytest.fixture
def three_chunks(tmp_path):
    path = tmp_path / "import.bin"
    assert files.write(io.BytesIO(content(CHUNK_BYTES * 2 + 7)), key=KEY, path=path) == CHUNK_BYTES * 2 + 7
    return path


def refuse(path, key=KEY):
    with pytest.raises(Tampered):
        list(files.read(path, key))


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, CHUNK_BYTES * 3])
def test_it_reads_back_any_size_and_keeps_no_plaintext(tmp_path, size):
    path = tmp_path / "deep" / "file.bin"
    assert files.write(Trickle(content(size)), key=KEY, path=path) == size
    assert b"".join(files.read(path, KEY)) == content(size)
    assert b"planted" not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert files.key_id(path) == KEY.id


@pytest.mark.parametrize("cut", [1, 16, 23, 24, SEALED_BYTES + 23, SEALED_BYTES * 2 + 23])
def test_a_truncated_file_fails(three_chunks, cut):
    three_chunks.write_bytes(three_chunks.read_bytes()[:-cut])
    refuse(three_chunks)


def test_every_truncation_at_a_chunk_border_fails(three_chunks):
    whole = three_chunks.read_bytes()
    for kept in (0, 17, HEAD, HEAD + SEALED_BYTES, HEAD + SEALED_BYTES * 2):
        three_chunks.write_bytes(whole[:kept])
        refuse(three_chunks)


def test_reordered_repeated_and_appended_chunks_fail(three_chunks):
    whole = three_chunks.read_bytes()
    head, one, two = whole[:HEAD], whole[HEAD : HEAD + SEALED_BYTES], whole[HEAD + SEALED_BYTES :][:SEALED_BYTES]
    last = whole[HEAD + SEALED_BYTES * 2 :]
    for forged in (head + two + one + last, head + one + last, head + one + one + two + last, whole + last):
        three_chunks.write_bytes(forged)
        refuse(three_chunks)


@given(st.data())
@settings(max_examples=60)
def test_any_flipped_bit_fails(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "flip.bin"
    files.write(io.BytesIO(b"short"), key=KEY, path=path)
    raw = bytearray(path.read_bytes())
    bit = data.draw(st.integers(0, len(raw) * 8 - 1))
    raw[bit // 8] ^= 1 << bit % 8
    path.write_bytes(raw)
    refuse(path)


def test_a_file_under_another_name_or_key_fails(three_chunks, tmp_path):
    refuse(three_chunks, Key(uuid4(), KEY.secret))
    refuse(three_chunks, Key(KEY.id, bytes(32)))
    refuse(three_chunks.rename(tmp_path / "other.bin"))


def test_a_failed_write_leaves_the_old_file_and_nothing_else(three_chunks):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            raise OSError("gone")

    before = three_chunks.read_bytes()
    with pytest.raises(OSError, match="gone"):
        files.write(Broken(), key=KEY, path=three_chunks)
    assert three_chunks.read_bytes() == before and list(three_chunks.parent.iterdir()).count(three_chunks) == 1
    assert not list(three_chunks.parent.glob(".writing-*"))


def test_two_writes_of_the_same_content_differ(tmp_path):
    raw = []
    for _ in range(2):
        files.write(io.BytesIO(b"same"), key=KEY, path=tmp_path / "f")
        raw.append((tmp_path / "f").read_bytes())
    assert raw[0] != raw[1]
