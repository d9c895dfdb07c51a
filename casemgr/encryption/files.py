"""Encrypted files: import staging, documents, export packages.

File = header | sealed chunks of 64 KiB; header = version (1 byte) | key id (16) | salt (32, random). The
file's own key is derived from the owner's data key and the salt, so destroying the data key is enough.
The file's name is authenticated: a file swapped with or renamed to another doesn't open.
"""

import os
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import UUID

from casemgr.encryption.chunks import CHUNK_BYTES, SEALED_BYTES, ChunkCipher
from casemgr.encryption.cipher import Key
from casemgr.encryption.errors import Tampered
from casemgr.encryption.master_key import derive

VERSION = b"\x01"
HEADER_BYTES = 1 + 16 + 32


class Readable(Protocol):
    """Anything with `read(size)`: an open file, an upload, a stream."""

    def read(self, size: int = -1, /) -> bytes: ...


def write(stream: Readable, *, key: Key, path: Path) -> int:
    """Encrypt `stream` to `path` (mode 0600, parents made) and return the count of plaintext bytes.

    The file appears under its name whole or not at all.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            size = _seal_into(file, stream, key, path.name)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)
    return size


def read(path: Path, key: Key) -> Iterator[bytes]:
    """Decrypt chunk by chunk. Errors: Tampered, at the latest after the last whole chunk.

    A truncated file shows only at its end: act on the content once the iterator is exhausted.
    """
    with path.open("rb") as file:
        header = file.read(HEADER_BYTES)
        if len(header) != HEADER_BYTES or header[:17] != VERSION + key.id.bytes:
            raise Tampered
        cipher = _cipher(key, header, path.name)
        sealed, index = file.read(SEALED_BYTES), 0
        while following := file.read(SEALED_BYTES):
            yield cipher.open(sealed, index, final=False)
            sealed, index = following, index + 1
        yield cipher.open(sealed, index, final=True)


def key_id(path: Path) -> UUID:
    """The id of the data key a file was sealed under. Errors: Tampered."""
    with path.open("rb") as file:
        header = file.read(17)
    if len(header) != 17 or header[:1] != VERSION:
        raise Tampered
    return UUID(bytes=header[1:])


def sweep(folder: Path, is_kept: Callable[[str], bool], *, older_than: int) -> int:
    """Remove the files two folders down whose name isn't kept; how many.

    Files younger than `older_than` seconds may belong to a transaction that still runs.
    """
    before, removed = time.time() - older_than, 0
    for path in [p for p in folder.glob("*/*") if p.is_file() and p.stat().st_mtime < before]:
        if not is_kept(path.name):
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _seal_into(file: BinaryIO, stream: Readable, key: Key, name: str) -> int:
    header = VERSION + key.id.bytes + secrets.token_bytes(32)
    cipher = _cipher(key, header, name)
    file.write(header)
    size, index, chunk = 0, 0, _whole_chunk(stream)
    while following := _whole_chunk(stream):
        file.write(cipher.seal(chunk, index, final=False))
        size, index, chunk = size + len(chunk), index + 1, following
    file.write(cipher.seal(chunk, index, final=True))
    return size + len(chunk)


def _whole_chunk(stream: Readable) -> bytes:
    """64 KiB, or what is left: a stream may give less than asked for."""
    parts: list[bytes] = []
    wanted = CHUNK_BYTES
    while wanted and (part := stream.read(wanted)):
        parts.append(part)
        wanted -= len(part)
    return b"".join(parts)


def _cipher(key: Key, header: bytes, name: str) -> ChunkCipher:
    return ChunkCipher(derive(key.secret, "file", salt=header[17:]), header + name.encode())


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
