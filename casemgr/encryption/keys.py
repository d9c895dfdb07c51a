"""Make, find and destroy keys.

An owner is whatever is erased as one: a survivor's record, a disclosed snapshot, an import batch, or the
organization itself. The key store is another database, so a key may outlive a transaction that was rolled
back (harmless), and a key must be destroyed only after the erasure it belongs to has committed.
"""

import logging
import secrets
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from django.db import connections, transaction
from django.utils import timezone

from casemgr.encryption.cipher import Key
from casemgr.encryption.errors import KeyDestroyed, KeyMissing, Tampered
from casemgr.encryption.key_cache import SECONDS, KeyCache, OwnerKeys
from casemgr.encryption.master_key import derive
from casemgr.encryption.models import DataKey, ErasureEntry, OrganizationKey
from casemgr.encryption.providers import provider
from casemgr.encryption.router import KEYS

_log = logging.getLogger(__name__)
_cache = KeyCache()
_organization_keys: dict[UUID, tuple[float, bytes]] = {}
_BATCH = 500
_listeners: list[Callable[[UUID | None], None]] = []


class KeyOwner(NamedTuple):
    """Whose key seals a row: what `Model.key_owner()` returns."""

    organization_id: UUID
    owner_id: UUID


def create_organization_key(organization_id: UUID, *, holder: str = "instance") -> None:
    """Make an organization's key, wrapped by its holder. Does nothing if there is one already."""
    wrapped = provider(holder).wrap(organization_id, secrets.token_bytes(32))
    OrganizationKey.objects.get_or_create(
        organization_id=organization_id, defaults={"wrapped": wrapped, "holder": holder}
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
    wrapping = _organization_key(organization_id)
    for start in range(0, len(wanted), _BATCH):
        batch = wanted[start : start + _BATCH]
        if ErasureEntry.objects.filter(owner_id__in=batch).exists():
            raise KeyDestroyed
        present = set(DataKey.objects.filter(owner_id__in=batch).values_list("owner_id", flat=True))
        DataKey.objects.bulk_create(
            _new_row(organization_id, owner_id, wrapping) for owner_id in batch if owner_id not in present
        )


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


def joint_key(organization_id: UUID, owner_id: UUID, other_id: UUID) -> Key:
    """A key made of two owners' keys: once either is destroyed it can't be made again.

    Errors: those of `data_key`.
    """
    first, second = data_key(organization_id, owner_id), data_key(organization_id, other_id)
    return Key(first.id, derive(first.secret + second.secret, "joint"))


def prefetch(organization_id: UUID, owner_ids: Iterable[UUID]) -> None:
    """Load the keys of a page or a scan in one query per 500 owners. Absent ones are passed over."""
    missing = _cache.missing(owner_ids)
    for start in range(0, len(missing), _BATCH):
        _load(organization_id, missing[start : start + _BATCH])


def destroy(organization_id: UUID, owner_id: UUID) -> None:
    """Erase an owner: overwrite its wrapped keys and write the journal. There is no way back.

    The bytes leave the store's own backups when their window ends, not before. Repeating it is harmless.
    """
    with transaction.atomic(using=KEYS):
        DataKey.objects.filter(organization_id=organization_id, owner_id=owner_id, destroyed_at__isnull=True).update(
            wrapped=b"", destroyed_at=timezone.now()
        )
        ErasureEntry.objects.get_or_create(owner_id=owner_id, defaults={"organization_id": organization_id})
        _cache.forget(owner_id)
        transaction.on_commit(lambda: _after_destroying(owner_id), using=KEYS)


def organization_secret(organization_id: UUID, purpose: str) -> bytes:
    """32 bytes for one purpose of one organization, such as search tokens or query digests."""
    return derive(_organization_key(organization_id), purpose)


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


def _new_row(organization_id: UUID, owner_id: UUID, wrapping: bytes) -> DataKey:
    wrapped = aes_key_wrap(wrapping, secrets.token_bytes(32))
    return DataKey(id=uuid4(), organization_id=organization_id, owner_id=owner_id, wrapped=wrapped)


def _load(organization_id: UUID, owner_ids: list[UUID]) -> dict[UUID, OwnerKeys]:
    """Fetch and unwrap the live keys of these owners in one query."""
    generation = _cache.generation()
    rows = (
        DataKey.objects.filter(owner_id__in=owner_ids, organization_id=organization_id, destroyed_at=None)
        .order_by("created_at")
        .values_list("id", "owner_id", "wrapped")
    )
    loaded: dict[UUID, list[Key]] = {}
    for id, owner_id, wrapped in rows:
        key = Key(id, _unwrap(_organization_key(organization_id), bytes(wrapped)))
        loaded.setdefault(owner_id, []).append(key)
    return _cache.put(generation, organization_id, loaded)


def _unwrap(wrapping: bytes, wrapped: bytes) -> bytes:
    try:
        return aes_key_unwrap(wrapping, wrapped)
    except InvalidUnwrap:
        raise Tampered from None


def _organization_key(organization_id: UUID) -> bytes:
    until, secret = _organization_keys.get(organization_id, (0.0, b""))
    if until > time.monotonic():
        return secret
    row = OrganizationKey.objects.filter(organization_id=organization_id).first()
    if row is None:
        raise KeyMissing
    secret = provider(row.holder).unwrap(organization_id, bytes(row.wrapped))
    _organization_keys[organization_id] = (time.monotonic() + SECONDS, secret)
    return secret


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
