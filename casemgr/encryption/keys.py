"""Make, find and destroy keys.

An owner is whatever is erased as one: a survivor's record, a disclosed snapshot, an import batch, or the
organization itself. The key store is another database, so a key may outlive a transaction that was rolled
back (harmless), and a key must be destroyed only after the erasure it belongs to has committed.
"""

import datetime
import logging
import secrets
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from django.db import connections, transaction
from django.utils import timezone

from casemgr.encryption import journal
from casemgr.encryption.cipher import Key
from casemgr.encryption.errors import KeyDestroyed, KeyMissing, Tampered
from casemgr.encryption.key_cache import SECONDS, KeyCache, OwnerKeys
from casemgr.encryption.master_key import derive
from casemgr.encryption.models import DataKey, ErasureEntry, OrganizationKey
from casemgr.encryption.organization_keys import Opened, open_organization
from casemgr.encryption.providers import provider
from casemgr.encryption.router import KEYS

_log = logging.getLogger(__name__)
_cache = KeyCache()
_organization_keys: dict[UUID, tuple[float, Opened]] = {}
_BATCH = 500
_listeners: list[Callable[[UUID | None], None]] = []


class KeyOwner(NamedTuple):
    """Whose key seals a row: what `Model.key_owner()` returns."""

    organization_id: UUID
    owner_id: UUID


class JointOwner(NamedTuple):
    """A row that opens under two keys, of its owner and of `other_id`: ending either erases it."""

    organization_id: UUID
    owner_id: UUID
    other_id: UUID


Owner = KeyOwner | JointOwner


def create_organization_key(organization_id: UUID, *, holder: str = "instance") -> None:
    """Make an organization's key, wrapped by its holder. Does nothing if there is one already."""
    with transaction.atomic(using=KEYS):
        wrapped, version = provider(holder).wrap(organization_id, secrets.token_bytes(32))
        OrganizationKey.objects.get_or_create(
            organization_id=organization_id,
            defaults={"wrapped": wrapped, "wrapping_version": version, "holder": holder},
        )


def create_data_key(organization_id: UUID, owner_id: UUID) -> Key:
    """Make an owner's key, or return the one it has. Errors: KeyMissing (organization), KeyDestroyed."""
    create_data_keys(organization_id, [owner_id])
    return data_key(organization_id, owner_id)


def create_data_keys(organization_id: UUID, owner_ids: Iterable[UUID]) -> None:
    """Make the keys of many owners with a few statements; owners that have one keep it.

    Errors: KeyMissing when the organization has no key, KeyDestroyed when an owner was erased.
    """
    wanted = list(dict.fromkeys(owner_ids))
    for start in range(0, len(wanted), _BATCH):
        with transaction.atomic(using=KEYS):
            _create_batch(organization_id, wanted[start : start + _BATCH])


def data_key(organization_id: UUID, owner_id: UUID, key_id: bytes | None = None) -> Key:
    """The owner's current key, or the one a sealed value names.

    Errors: KeyMissing, KeyDestroyed, OrganizationLocked; Tampered when the named key isn't this owner's.
    """
    entry = _cache.get(owner_id) or _load(organization_id, [owner_id]).get(owner_id)
    if entry is None:
        raise _absence(owner_id)
    if entry.organization_id != organization_id:
        raise KeyMissing
    if key_id is None:
        return entry.current
    try:
        return entry.by_id[key_id]
    except KeyError:
        raise Tampered from None


def joint_key(organization_id: UUID, owner_id: UUID, other_id: UUID, key_id: bytes | None = None) -> Key:
    """A key made of two owners' keys: once either is destroyed it can't be made again.

    `key_id` is the first one's, as a sealed value names it. Errors: those of `data_key`.
    """
    first, second = data_key(organization_id, owner_id, key_id), data_key(organization_id, other_id)
    return Key(first.id, derive(first.secret + second.secret, "joint"))


def key_of(owner: Owner, key_id: bytes | None = None) -> Key:
    """The key that seals a row of this owner, or the one a sealed value names. Errors: those of `data_key`."""
    if isinstance(owner, JointOwner):
        return joint_key(*owner, key_id)
    return data_key(*owner, key_id)


def prefetch(organization_id: UUID, owner_ids: Iterable[UUID]) -> None:
    """Load the keys of a page or a scan in one query per 500 owners. Absent ones are passed over."""
    missing = _cache.missing(owner_ids)
    for start in range(0, len(missing), _BATCH):
        _load(organization_id, missing[start : start + _BATCH])


def destroy(organization_id: UUID, owner_id: UUID) -> None:
    """Erase an owner: write the journal and overwrite its wrapped keys. There is no way back.

    The bytes leave the store's own backups when their window ends, not before; one that is put back loses them again
    (`replay`). Repeating it is harmless.
    """
    if not ErasureEntry.objects.filter(owner_id=owner_id).exists():
        journal.note(journal.Erasure(organization_id, owner_id))
    with transaction.atomic(using=KEYS):
        DataKey.objects.filter(organization_id=organization_id, owner_id=owner_id, destroyed_at__isnull=True).update(
            wrapped=b"", destroyed_at=timezone.now()
        )
        ErasureEntry.objects.get_or_create(owner_id=owner_id, defaults={"organization_id": organization_id})
        _cache.forget(owner_id)
        transaction.on_commit(lambda: _after_destroying(owner_id), using=KEYS)


def owners_before(organization_id: UUID, moment: datetime.datetime) -> list[UUID]:
    """The owners of an organization whose living keys were made before a moment."""
    living = DataKey.objects.filter(organization_id=organization_id, destroyed_at=None, created_at__lt=moment)
    return list(living.values_list("owner_id", flat=True).distinct())


def organization_secret(organization_id: UUID, purpose: str) -> bytes:
    """32 bytes for one purpose of one organization, such as search tokens or query digests."""
    return derive(opened_organization(organization_id).derivation, purpose)


def when_forgotten(listener: Callable[[UUID | None], None]) -> None:
    """Call `listener` with an owner whose key is destroyed here, or with None when all keys are dropped: for whoever
    holds opened values in memory.
    """
    _listeners.append(listener)


def forget_all() -> None:
    """Drop every unwrapped key of this process: after locking an organization, and between tests."""
    _cache.clear()
    _organization_keys.clear()
    _tell(None)


def _tell(owner_id: UUID | None) -> None:
    for listener in _listeners:
        listener(owner_id)


def _create_batch(organization_id: UUID, batch: list[UUID]) -> None:
    version = _lock_version(organization_id)
    if ErasureEntry.objects.filter(owner_id__in=batch).exists():
        raise KeyDestroyed
    present = set(DataKey.objects.filter(owner_id__in=batch).values_list("owner_id", flat=True))
    wrapping = _wrapping(organization_id, version)
    DataKey.objects.bulk_create(
        _new_row(organization_id, owner_id, wrapping, version) for owner_id in batch if owner_id not in present
    )


def _lock_version(organization_id: UUID) -> int:
    """Which version of the organization's key wraps now; a rotation waits for this transaction, others don't."""
    connection = connections[KEYS]
    shared = " FOR SHARE" if connection.vendor == "postgresql" else ""  # SQLite's transactions begin with the lock
    known = organization_id if connection.vendor == "postgresql" else organization_id.hex
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT version FROM encryption_organizationkey WHERE organization_id = %s{shared}", [known])  # noqa: S608
        row = cursor.fetchone()
    if row is None:
        raise KeyMissing
    return int(row[0])


def _new_row(organization_id: UUID, owner_id: UUID, wrapping: bytes, version: int) -> DataKey:
    wrapped = aes_key_wrap(wrapping, secrets.token_bytes(32))
    return DataKey(
        id=uuid4(), organization_id=organization_id, owner_id=owner_id, wrapped=wrapped, wrapping_version=version
    )


def _load(organization_id: UUID, owner_ids: list[UUID]) -> dict[UUID, OwnerKeys]:
    """Fetch and unwrap the live keys of these owners in one query."""
    generation = _cache.generation()
    rows = (
        DataKey.objects.filter(owner_id__in=owner_ids, organization_id=organization_id, destroyed_at=None)
        .order_by("created_at")
        .values_list("id", "owner_id", "wrapped", "wrapping_version")
    )
    loaded: dict[UUID, list[Key]] = {}
    for id, owner_id, wrapped, version in rows:
        key = Key(id, _unwrap(organization_id, id, bytes(wrapped), version))
        loaded.setdefault(owner_id, []).append(key)
    return _cache.put(generation, organization_id, loaded)


def _unwrap(organization_id: UUID, id: UUID, wrapped: bytes, version: int) -> bytes:
    try:
        wrapping = _wrapping(organization_id, version)
    except Tampered:  # a rotation ended between the two questions: the row has been wrapped anew
        again = DataKey.objects.filter(pk=id, destroyed_at=None).values_list("wrapped", "wrapping_version").first()
        if again is None:
            raise KeyDestroyed from None
        wrapped, wrapping = bytes(again[0]), _wrapping(organization_id, again[1])
    return unwrap_data_key(wrapping, wrapped)


def unwrap_data_key(wrapping: bytes, wrapped: bytes) -> bytes:
    """An owner's key. Errors: Tampered."""
    try:
        return aes_key_unwrap(wrapping, wrapped)
    except InvalidUnwrap:
        raise Tampered from None


def _wrapping(organization_id: UUID, version: int) -> bytes:
    """A version of the organization's key, asking again when memory doesn't have it. Errors: Tampered, KeyMissing."""
    if version not in (opened := opened_organization(organization_id)).secrets:
        _organization_keys.pop(organization_id, None)
        opened = opened_organization(organization_id)
    try:
        return opened.secrets[version]
    except KeyError:
        raise Tampered from None


def opened_organization(organization_id: UUID) -> Opened:
    """The organization's key, at most 30 seconds old. Errors: KeyMissing, OrganizationLocked, MasterKeyUnusable."""
    until, opened = _organization_keys.get(organization_id, (0.0, None))
    if opened is not None and until > time.monotonic():
        return opened
    row = OrganizationKey.objects.filter(organization_id=organization_id).first()
    if row is None:
        raise KeyMissing
    opened = open_organization(row)
    _organization_keys[organization_id] = (time.monotonic() + SECONDS, opened)
    return opened


def _absence(owner_id: UUID) -> KeyMissing | KeyDestroyed:
    destroyed = ErasureEntry.objects.filter(owner_id=owner_id).exists()
    return KeyDestroyed() if destroyed else KeyMissing()


def _after_destroying(owner_id: UUID) -> None:
    """Another thread may have cached it before the commit; SQLite's log still holds the old page."""
    _cache.forget(owner_id)
    _tell(owner_id)
    overwrite_log()


def overwrite_log() -> None:
    """Take what was overwritten in SQLite's file out of its log too; PostgreSQL is left to its own housekeeping."""
    if connections[KEYS].vendor == "sqlite" and not _emptied_log():
        _log.warning("The key store was busy: its log keeps a destroyed key until the next checkpoint.")


def _emptied_log() -> bool:
    """Truncate SQLite's log. Another process's checkpoint isn't waited for by SQLite: try for a second."""
    with connections[KEYS].cursor() as cursor:
        for _attempt in range(20):
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if not cursor.fetchone()[0]:
                return True
            time.sleep(0.05)
    return False
