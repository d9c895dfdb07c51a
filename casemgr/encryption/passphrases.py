"""A holder's key pair: X25519, the private half sealed under the holder's passphrase and never stored otherwise.

Passphrase → Argon2id (RFC 9106) → AES-256-GCM. Sealed = version (1 byte) | passes (1) | MiB (2) | lanes (1) | salt (16)
| nonce (12) | ciphertext | tag (16). The parameters travel along, so that raising them later leaves old ones readable.
"""

import os
import threading
import unicodedata
from typing import NamedTuple

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from casemgr.encryption.errors import Tampered, WrongPassphrase


class Cost(NamedTuple):
    """What one guess costs: passes over so much memory, in so many lanes."""

    passes: int
    mebibytes: int
    lanes: int


VERSION = b"\x01"
# above RFC 9106's second recommended option (3 passes, 64 MiB, 4 lanes): a passphrase is typed a few times a day
COST = Cost(passes=3, mebibytes=256, lanes=4)
MOST = Cost(passes=16, mebibytes=1024, lanes=16)
_HEADER_BYTES = 5
_SALT_BYTES, _NONCE_BYTES = 16, 12
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)  # HPKE, RFC 9180
_one_at_a_time = threading.Lock()  # memory for one guess, however many people type at once


class KeyPair(NamedTuple):
    """The public half, and the private half as it may be stored."""

    public: bytes
    sealed: bytes


def make_pair(passphrase: str, *, bound: bytes) -> KeyPair:
    """A new key pair whose private half only `passphrase` opens, for one place (`bound`)."""
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    header = VERSION + bytes([COST.passes]) + COST.mebibytes.to_bytes(2) + bytes([COST.lanes])
    salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
    ciphertext = AESGCM(_stretched(passphrase, salt, COST)).encrypt(
        nonce, private.private_bytes_raw(), header + public + bound
    )
    return KeyPair(public, header + salt + nonce + ciphertext)


def open_private(pair: KeyPair, passphrase: str, *, bound: bytes) -> X25519PrivateKey:
    """The private half. Errors: WrongPassphrase, also when it was changed or moved; Tampered when it is none."""
    header, rest = pair.sealed[:_HEADER_BYTES], pair.sealed[_HEADER_BYTES:]
    salt, nonce, ciphertext = rest[:_SALT_BYTES], rest[_SALT_BYTES:28], rest[28:]
    key = _stretched(passphrase, salt, _cost(header))
    try:
        raw = AESGCM(key).decrypt(nonce, ciphertext, header + pair.public + bound)
    except InvalidTag:
        raise WrongPassphrase from None
    return X25519PrivateKey.from_private_bytes(raw)


def seal_to(public: bytes, plaintext: bytes, *, bound: bytes) -> bytes:
    """Encrypt for the owner of `public` and for one place."""
    return _SUITE.encrypt(plaintext, X25519PublicKey.from_public_bytes(public), info=bound)


def open_sealed(private: X25519PrivateKey, sealed: bytes, *, bound: bytes) -> bytes:
    """What `seal_to` made for this key and place. Errors: Tampered."""
    try:
        return _SUITE.decrypt(sealed, private, info=bound)
    except (InvalidTag, ValueError):
        raise Tampered from None


def normal(passphrase: str) -> str:
    """The same text however the keyboard composed it, and however many spaces stand between the words."""
    return " ".join(unicodedata.normalize("NFKC", passphrase).split())


def _cost(header: bytes) -> Cost:
    if len(header) != _HEADER_BYTES or header[:1] != VERSION:
        raise Tampered
    cost = Cost(header[1], int.from_bytes(header[2:4]), header[4])
    if any(asked > most or not asked for asked, most in zip(cost, MOST, strict=True)):
        raise Tampered
    return cost


def _stretched(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    with _one_at_a_time:
        return hash_secret_raw(
            normal(passphrase).encode(),
            salt,
            time_cost=cost.passes,
            memory_cost=cost.mebibytes * 1024,
            parallelism=cost.lanes,
            hash_len=32,
            type=Type.ID,
        )
