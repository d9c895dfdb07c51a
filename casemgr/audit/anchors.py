"""Where checkpoints are kept outside the database: a file, one JSON line each, and a web address if one is set.

A line also has the first eight bytes of each leaf's hash, so that a check can name the entry that was changed even
after whoever owns the database recomputed everything in it. The address gets the line without them.
"""

from __future__ import annotations

import json
import os
import urllib.request
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection

from casemgr.audit.checkpoints import Checkpoint, checkpointing, stored

PREFIX = 8
SECONDS = 10


@dataclass(frozen=True)
class Anchored:
    """A checkpoint as it was anchored, with the beginnings of its leaves' hashes."""

    checkpoint: Checkpoint
    leaves: bytes  # one after the other: a million entries are eight megabytes

    def leaf(self, index: int) -> bytes | None:
        """The beginning of the hash of the entry that has this place in the checkpoint; None outside of it."""
        return self.leaves[index * PREFIX : (index + 1) * PREFIX] or None if index >= 0 else None


def anchor() -> int:
    """Send every checkpoint that the file lacks to the address, if one is set, and append it; how many there were.

    The file says what is done: killed or refused in between, the next call sends that one again. Errors: OSError, also
    for an address without a file.
    """
    path = settings.CASEMGR_ANCHOR_FILE
    if not path:
        if settings.CASEMGR_ANCHOR_URL:
            raise OSError("CASEMGR_ANCHOR_URL needs CASEMGR_ANCHOR_FILE too: it says what was sent")
        return 0
    known = {line.checkpoint.organization: line.checkpoint.number for line in read(Path(path))}
    with checkpointing() as alone:
        if not alone:
            return 0
        missing = [one for one in stored() if one.number > known.get(one.organization, 0)]
        for one in missing:
            _send(one)
            _append(Path(path), one)
    return len(missing)


def read(path: Path) -> Iterator[Anchored]:
    """The anchored checkpoints in the order they were made; none when there is no file. A line cut short is left out.

    Errors: ValueError naming the line that isn't a checkpoint.
    """
    if not path.exists():
        return
    with path.open(encoding="ascii") as file:
        for number, line in enumerate(file, start=1):
            if not line.endswith("\n"):  # a power cut; the next call writes it again
                return
            try:
                told = json.loads(line)
                leaves = bytes.fromhex(told.pop("leaves"))
                yield Anchored(Checkpoint(**told), leaves)
            except (ValueError, TypeError, KeyError):
                raise ValueError(f"line {number} of the anchor file is no checkpoint") from None


def _append(path: Path, one: Checkpoint) -> None:
    _cut_broken_end(path)
    line = json.dumps(asdict(one) | {"leaves": _prefixes(one)}, sort_keys=True) + "\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, line.encode("ascii"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _cut_broken_end(path: Path) -> None:
    """Take away half a line that a power cut left."""
    if not path.exists():
        return
    with path.open("rb+") as file:
        content_end = file.seek(0, os.SEEK_END)
        if content_end == 0:
            return
        file.seek(-1, os.SEEK_END)
        if file.read(1) == b"\n":
            return
        file.seek(0)
        whole = file.read().rfind(b"\n") + 1
        file.truncate(whole)


def _prefixes(one: Checkpoint) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT hash FROM audit_leaf WHERE organization_id = %s AND sequence BETWEEN %s AND %s ORDER BY sequence",
            [UUID(one.organization), one.first, one.last],
        )
        return b"".join(bytes(row[0])[:PREFIX] for row in cursor.fetchall()).hex()


def _send(one: Checkpoint) -> None:
    """POST the checkpoint to the operator's own address; https only. Errors: OSError."""
    address = settings.CASEMGR_ANCHOR_URL
    if not address:
        return
    if not address.startswith("https://"):
        raise OSError("CASEMGR_ANCHOR_URL must begin with https://")
    body = json.dumps(asdict(one), sort_keys=True).encode("ascii")
    request = urllib.request.Request(address, data=body, headers={"Content-Type": "application/json"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=SECONDS):  # noqa: S310 - https, checked above; the operator's own
        pass
