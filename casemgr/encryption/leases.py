"""How the processes of one machine share an unlocked key: a sealed file in memory, for a time, gone with the machine.

The folder (CASEMGR_RUNTIME_DIR) must be a tmpfs: such files are in no backup and no database. A lease is sealed under
the instance's key and bound to this boot of the machine. Without such a folder it stays in this process alone.
"""

import fcntl
import hashlib
import os
import stat
import struct
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from casemgr.encryption.errors import MasterKeyUnusable
from casemgr.encryption.instance_keys import instance_key_version, newest

IN_MEMORY = frozenset({"tmpfs", "ramfs"})
SUFFIX = ".lease"
PURPOSE = "leases of organization keys"
_VERSION, _NONCE_BYTES = b"\x02", 12
_HEADER = struct.Struct(">cI")  # format, version of the key
_BODY = struct.Struct(">16sd32s")  # set, until, secret
_own: dict[UUID, "Lease"] = {}  # used where there is no folder


class Lease(NamedTuple):
    """The secret that wraps an organization's key, since when a set of holders opened it and until when it counts."""

    set_id: UUID
    until: float  # seconds since 1970
    secret: bytes


def put(organization_id: UUID, lease: Lease) -> None:
    """Let the processes of this machine use the key until `lease.until`."""
    folder = shared_folder()
    if folder is None:
        _own[organization_id] = lease
        return
    _write(_file(folder, organization_id), lease, organization_id)


def get(organization_id: UUID) -> Lease | None:
    """The lease that counts now; None when the key is locked on this machine. One that is over is removed by `drop`."""
    folder = shared_folder()
    lease = _own.get(organization_id) if folder is None else _read(_file(folder, organization_id), organization_id)
    return lease if lease is not None and lease.until > time.time() else None


def renew(organization_id: UUID) -> None:
    """Seal the lease under the newest key if it is under an older one: a rotation is about to destroy that."""
    folder = shared_folder()
    if folder is None:
        return
    path = _file(folder, organization_id)
    with _alone(folder):  # it must not come back after somebody locked it
        lease, header = _read(path, organization_id), _header(path)
        if lease is not None and header < newest(PURPOSE).number:
            _write(path, lease, organization_id)


def drop(organization_id: UUID) -> bool:
    """Lock: overwrite and remove it. True for the one caller who did, False when it was gone already."""
    folder = shared_folder()
    if folder is None:
        return _own.pop(organization_id, None) is not None
    return _remove(_file(folder, organization_id))


def drop_all() -> list[UUID]:
    """Lock everything on this machine; which organizations were open."""
    folder = shared_folder()
    if folder is None:
        dropped = list(_own)
        _own.clear()
        return dropped
    return [UUID(path.stem) for path in sorted(folder.glob(f"*{SUFFIX}")) if _remove(path)]


def shared_folder() -> Path | None:
    """The folder in memory, made if need be; None when this machine has none, or it belongs to somebody else."""
    path = Path(settings.CASEMGR_RUNTIME_DIR) if settings.CASEMGR_RUNTIME_DIR else _usual_folder()
    if not is_in_memory(path):
        return None
    path.mkdir(mode=0o700, exist_ok=True)
    found = path.lstat()
    ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o077
    return path if ours else None


@lru_cache(maxsize=16)
def is_in_memory(path: Path) -> bool:
    """Whether the nearest folder that exists lies on a file system that is never written to a disk (Linux only)."""
    mounts = Path("/proc/self/mounts")
    if not mounts.exists():
        return False
    place = path.resolve()
    while not place.exists():
        place = place.parent
    best, kind = "", ""
    for line in mounts.read_text().splitlines():
        _device, where, system, *_ = line.split(" ")
        where = where.encode().decode("unicode_escape")
        if place.is_relative_to(where) and len(where) >= len(best):
            best, kind = where, system
    return kind in IN_MEMORY


def _usual_folder() -> Path:
    name = hashlib.sha256(str(Path(settings.CASEMGR_DATA_DIR).resolve()).encode()).hexdigest()[:12]
    return Path(f"/dev/shm/casemgr-{os.geteuid()}-{name}")  # noqa: S108 - in memory, and refused unless it is ours


def _file(folder: Path, organization_id: UUID) -> Path:
    return folder / f"{organization_id}{SUFFIX}"


def _read(path: Path, organization_id: UUID) -> Lease | None:
    try:
        sealed = path.read_bytes()
    except FileNotFoundError:
        return None
    nonce_end = _HEADER.size + _NONCE_BYTES
    try:
        _format, number = _HEADER.unpack(sealed[: _HEADER.size])
        key = AESGCM(instance_key_version(PURPOSE, number))
        nonce, ciphertext = sealed[_HEADER.size : nonce_end], sealed[nonce_end:]
        body = key.decrypt(nonce, ciphertext, sealed[: _HEADER.size] + _bound(organization_id))
    except (InvalidTag, ValueError, struct.error, MasterKeyUnusable):  # of another boot or key: it opens nothing
        return None
    set_id, until, secret = _BODY.unpack(body)
    return Lease(UUID(bytes=set_id), until, secret)


def _header(path: Path) -> int:
    """Which version of the key sealed this lease; 0 when there is none."""
    try:
        return int(_HEADER.unpack(path.read_bytes()[: _HEADER.size])[1])
    except (FileNotFoundError, struct.error):
        return 0


def _write(path: Path, lease: Lease, organization_id: UUID) -> None:
    key = newest(PURPOSE)
    header, nonce = _HEADER.pack(_VERSION, key.number), os.urandom(_NONCE_BYTES)
    body = _BODY.pack(lease.set_id.bytes, lease.until, lease.secret)
    sealed = header + nonce + AESGCM(key.secret).encrypt(nonce, body, header + _bound(organization_id))
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".writing-")  # mode 0600
    with os.fdopen(descriptor, "wb") as file:
        file.write(sealed)
    Path(temporary).replace(path)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Locking and renewing wait for each other, in every process of the machine."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _remove(path: Path) -> bool:
    with suppress(FileNotFoundError), _alone(path.parent):
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
        path.unlink()
        return True
    return False


def _bound(organization_id: UUID) -> bytes:
    boot = Path("/proc/sys/kernel/random/boot_id")
    return organization_id.bytes + (boot.read_bytes().strip() if boot.exists() else b"")
