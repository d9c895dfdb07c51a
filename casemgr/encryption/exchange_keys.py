"""The two key pairs by which other instances know this one: Ed25519 to sign with, X25519 to be sealed to.

Both have versions. A partner goes on sealing to an older one until its people have looked at the new one, so that
older versions go on opening; and to a partner that hasn't heard of the newest, the older one signs.
"""

import base64
import hashlib
import secrets
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from django.db import transaction

from casemgr.encryption import instance_keys, root
from casemgr.encryption.errors import KeyMissing
from casemgr.encryption.models import InstanceKey
from casemgr.encryption.purposes import EXCHANGE_SEALING, EXCHANGE_SIGNING
from casemgr.encryption.router import KEYS


class PublicKeys(NamedTuple):
    """32 raw bytes each: what checks this instance's signatures, and what is sealed to."""

    sign: bytes
    seal: bytes


def key_id(public: bytes) -> str:
    """22 characters that name a public key: the start of its SHA-256 in base64url."""
    return base64.urlsafe_b64encode(hashlib.sha256(public).digest()[:16]).decode().rstrip("=")


def published(version: int | None = None) -> PublicKeys:
    """The public keys of a version, the newest by default. Errors: MasterKeyUnusable."""
    number = newest_version() if version is None else version
    sealing = _sealing(instance_keys.instance_key_version(EXCHANGE_SEALING, number))
    return PublicKeys(signing_key(number).public_key().public_bytes_raw(), sealing.public_key().public_bytes_raw())


def usable(public: bytes) -> bool:
    """Whether something can be sealed to this X25519 key: those of small order give everybody the same secret."""
    try:
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError:
        return False
    return True


def signing_key(version: int | None = None) -> Ed25519PrivateKey:
    """The newest signing key, or that of a version. Errors: MasterKeyUnusable."""
    if version is None:
        secret = instance_keys.newest(EXCHANGE_SIGNING).secret
    else:
        secret = instance_keys.instance_key_version(EXCHANGE_SIGNING, version)
    return Ed25519PrivateKey.from_private_bytes(secret)


def opening_key(named: str) -> X25519PrivateKey:
    """The sealing key of this id, of any version. Errors: KeyMissing, MasterKeyUnusable."""
    numbers = InstanceKey.objects.filter(purpose=EXCHANGE_SEALING, destroyed_at=None).order_by("-version")
    for number in numbers.values_list("version", flat=True):
        found = _sealing(instance_keys.instance_key_version(EXCHANGE_SEALING, number))
        if key_id(found.public_key().public_bytes_raw()) == named:
            return found
    raise KeyMissing


@transaction.atomic(using=KEYS)
def renew() -> int:
    """A next version of both key pairs; the version before signs the news (see `signing_key`). Returns the version.

    Errors: MasterKeyUnusable.
    """
    row = root.current()
    numbers = list(
        InstanceKey.objects.select_for_update().filter(purpose__in=(EXCHANGE_SIGNING, EXCHANGE_SEALING)).order_by("pk")
    )
    version = max(one.version for one in numbers) + 1
    opened = root.open_root(row.version)
    InstanceKey.objects.bulk_create(
        root.instance_row(purpose, version, secrets.token_bytes(32), row.version, opened)
        for purpose in (EXCHANGE_SIGNING, EXCHANGE_SEALING)
    )
    return version


def _sealing(secret: bytes) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(secret)


def newest_version() -> int:
    """The number of the version that signs now. Errors: MasterKeyUnusable."""
    return instance_keys.newest(EXCHANGE_SIGNING).number


def signed(content: bytes, version: int) -> bytes:
    """The 64-byte signature of the content by this version's key. Errors: MasterKeyUnusable."""
    return signing_key(version).sign(content)
