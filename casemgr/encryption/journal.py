"""The journal of erasures, outside both stores: a line for each destroyed key, so that no backup brings it back.

A line is authenticated, so nobody without the instance's keys can write one. It is on the disk before the key is
destroyed: whatever is interrupted, the next `replay` destroys it. Who was erased is told by random ids alone.
"""

import fcntl
import hmac
import json
import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple
from uuid import UUID

from django.conf import settings

from casemgr.encryption.errors import JournalUnusable
from casemgr.encryption.instance_keys import instance_key

PURPOSE = "authentication of the erasure journal"
LONGEST = 4096  # bytes; a line has about 200
_log = logging.getLogger(__name__)


class Erasure(NamedTuple):
    """An owner whose key was destroyed, and whose it was."""

    organization_id: UUID
    owner_id: UUID


def note(erasure: Erasure) -> None:
    """Write it down before the key is destroyed. Erasing goes on without: the next start writes what is missing."""
    try:
        append([erasure])
    except OSError as error:
        _log.error("The journal of erasures can't be written (%s): see to it, then restart.", error.strerror)


def append(erasures: Iterable[Erasure]) -> None:
    """Add lines, on the disk when this returns; what a crash cut short at the end is removed. Errors: OSError."""
    with _opened() as file:
        _cut_torn_end(file)
        file.writelines(_line(one) for one in erasures)
        file.flush()
        os.fsync(file.fileno())


def read() -> Iterator[Erasure]:
    """Every erasure written down; none when there is no file yet.

    Errors: JournalUnusable, naming the line that is none of ours; OSError.
    """
    if not path().exists():
        return
    with path().open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.endswith(b"\n"):  # a crash cut it short: its key wasn't destroyed yet, or the store tells
                return
            yield _parsed(line, number)


def path() -> Path:
    """Where the journal is."""
    return Path(settings.CASEMGR_ERASURE_JOURNAL or Path(settings.CASEMGR_DATA_DIR) / "erasures.journal")


@contextmanager
def _opened() -> Iterator[BinaryIO]:
    """The file, made if need be, for this process alone."""
    path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path(), os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file


def _cut_torn_end(file: BinaryIO) -> None:
    """Stand at the end of the last whole line; what comes after it, a crash left there."""
    begin = max(0, file.seek(0, os.SEEK_END) - LONGEST)
    file.seek(begin)
    rest = file.read()
    file.seek(begin + rest.rfind(b"\n") + 1)
    file.truncate()


def _line(erasure: Erasure) -> bytes:
    words = {"organization": str(erasure.organization_id), "owner": str(erasure.owner_id), "proof": _proof(erasure)}
    return json.dumps(words).encode() + b"\n"


def _parsed(line: bytes, number: int) -> Erasure:
    try:
        words = json.loads(line)
        erasure = Erasure(UUID(words["organization"]), UUID(words["owner"]))
        genuine = hmac.compare_digest(words["proof"], _proof(erasure))
    except (ValueError, KeyError, TypeError, AttributeError):
        genuine = False
    if not genuine:
        raise JournalUnusable(f"Line {number} of the journal of erasures {path()} isn't as it was written.")
    return erasure


def _proof(erasure: Erasure) -> str:
    message = erasure.organization_id.bytes + erasure.owner_id.bytes
    return hmac.digest(instance_key(PURPOSE), message, "sha256").hex()
