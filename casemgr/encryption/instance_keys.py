"""The instance's own keys by purpose and version. What they seal says which version sealed it."""

from typing import NamedTuple

from django.db import connections

from casemgr.encryption import root
from casemgr.encryption.errors import MasterKeyUnusable
from casemgr.encryption.instance_models import InstanceKey
from casemgr.encryption.key_providers.local import unwrap_under
from casemgr.encryption.purposes import PURPOSES, Change

_secrets: dict[tuple[str, int], bytes] = {}


class Version(NamedTuple):
    """A key and its number among those for its purpose."""

    number: int
    secret: bytes


def instance_key(purpose: str) -> bytes:
    """The key for a purpose that no rotation changes. Errors: MasterKeyUnusable."""
    if PURPOSES[purpose] is not Change.CARRIED:
        raise ValueError("This key is renewed: ask for a version of it.")
    return instance_key_version(purpose, 1)


def instance_key_version(purpose: str, number: int) -> bytes:
    """A version by its number; kept in memory. Errors: MasterKeyUnusable, also when it was destroyed."""
    if (purpose, number) not in _secrets:
        _secrets[purpose, number] = _opened(purpose, number)
    return _secrets[purpose, number]


def newest(purpose: str) -> Version:
    """The version that seals now, asked of the key store. Errors: MasterKeyUnusable."""
    return _version(purpose, InstanceKey.objects.filter(purpose=purpose).order_by("-version").first())


def newest_for_writing(purpose: str) -> Version:
    """The same inside a transaction of the key store: no other becomes the newest before that one ends."""
    connection = connections[InstanceKey.objects.db]
    if connection.vendor == "postgresql":  # SQLite's transactions begin with the lock
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM encryption_instancekey WHERE purpose = %s FOR SHARE", [purpose])
    return newest(purpose)


def open_row(row: InstanceKey) -> bytes:
    """The key of a row. Errors: MasterKeyUnusable."""
    bound = root.instance_context(row.purpose, row.version)
    return unwrap_under(root.open_root(row.root_version), bytes(row.wrapped), bound)


def forget() -> None:
    """Drop the instance's keys of this process."""
    _secrets.clear()
    root.forget()


def _opened(purpose: str, number: int) -> bytes:
    row = _stored(purpose, number)
    try:
        return open_row(row)
    except MasterKeyUnusable:  # a new root may have taken the old one's place between row and root
        again = _stored(purpose, number)
        if again.root_version == row.root_version:
            raise
        return open_row(again)


def _stored(purpose: str, number: int) -> InstanceKey:
    row = InstanceKey.objects.filter(purpose=purpose, version=number, destroyed_at=None).first()
    if row is None:
        raise MasterKeyUnusable(f"The key store has no version {number} of a key. Run casemgr migrate, or restore.")
    return row


def _version(purpose: str, row: InstanceKey | None) -> Version:
    if row is None:
        raise MasterKeyUnusable("The key store has no keys of this instance. Run: casemgr migrate")
    return Version(row.version, instance_key_version(purpose, row.version))
