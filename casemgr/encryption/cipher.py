"""AES-256-GCM of one value, bound to its place (NIST SP 800-38D).

Sealed value = version (1 byte) | key id (16) | nonce (12, random) | ciphertext | tag (16): 45 bytes added.
Associated data = table | column | primary key | header, lengths stated, so a value moved to another row,
column or table doesn't open. Renaming a table or column therefore needs its values resealed.
"""

import os
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from casemgr.encryption.errors import Tampered

VERSION = b"\x01"
HEADER_BYTES = 17
NONCE_BYTES = 12
TAG_BYTES = 16
OVERHEAD_BYTES = HEADER_BYTES + NONCE_BYTES + TAG_BYTES


class Key:
    """An unwrapped 256-bit data key, in memory only. `id` travels in every header."""

    __slots__ = ("aead", "header", "id", "secret")

    def __init__(self, id: UUID, secret: bytes) -> None:
        self.id = id
        self.secret = secret
        self.header = VERSION + id.bytes
        self.aead = AESGCM(secret)

    def __repr__(self) -> str:
        return f"<Key {self.id}>"

    def __reduce__(self) -> str:
        raise TypeError("A key is never pickled.")


def seal(plaintext: bytes, *, key: Key, table: str, column: str, pk: object) -> bytes:
    """Encrypt `plaintext` for one place: row `pk` of `table`.`column`."""
    nonce = os.urandom(NONCE_BYTES)
    return key.header + nonce + key.aead.encrypt(nonce, plaintext, _place(table, column, pk) + key.header)


def open_(sealed: bytes, *, key: Key, table: str, column: str, pk: object) -> bytes:
    """Decrypt what `seal` made for this place. Errors: Tampered."""
    header = sealed[:HEADER_BYTES]
    if header != key.header or len(sealed) < OVERHEAD_BYTES:
        raise Tampered
    nonce_end = HEADER_BYTES + NONCE_BYTES
    try:
        return key.aead.decrypt(sealed[HEADER_BYTES:nonce_end], sealed[nonce_end:], _place(table, column, pk) + header)
    except InvalidTag:
        raise Tampered from None


def key_id(sealed: bytes) -> bytes:
    """The 16 bytes of the key id in a sealed value's header. Errors: Tampered when it is none."""
    if len(sealed) < OVERHEAD_BYTES or sealed[:1] != VERSION:
        raise Tampered
    return sealed[1:HEADER_BYTES]


def _place(table: str, column: str, pk: object) -> bytes:
    identity = pk.bytes if isinstance(pk, UUID) else str(pk).encode()
    return _column(table, column) + len(identity).to_bytes(2) + identity


@lru_cache(maxsize=1024)
def _column(table: str, column: str) -> bytes:
    parts = (table.encode(), column.encode())
    return b"".join(len(part).to_bytes(2) + part for part in parts)
