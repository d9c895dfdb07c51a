"""Wrapping under 32 bytes that this process knows (AES-256-GCM under a key derived from them)."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from casemgr.encryption.errors import MasterKeyUnusable
from casemgr.encryption.master_key import derive

_VERSION, _NONCE_BYTES = b"\x01", 12


def key_id_of(key: bytes) -> str:
    """16 hexadecimal digits that name a key and tell nothing about it."""
    return derive(key, "name of a wrapping key")[:8].hex()


def wrap_under(key: bytes, plaintext: bytes, context: bytes) -> bytes:
    """Version (1 byte) | nonce (12) | ciphertext and tag, bound to `context`."""
    nonce = os.urandom(_NONCE_BYTES)
    return _VERSION + nonce + _aead(key).encrypt(nonce, plaintext, _VERSION + context)


def unwrap_under(key: bytes, wrapped: bytes, context: bytes) -> bytes:
    """What `wrap_under` wrapped. Errors: MasterKeyUnusable."""
    nonce_end = 1 + _NONCE_BYTES
    try:
        return _aead(key).decrypt(wrapped[1:nonce_end], wrapped[nonce_end:], wrapped[:1] + context)
    except (InvalidTag, ValueError):
        raise MasterKeyUnusable("A key in the key store was changed: it doesn't open. Restore the key store.") from None


def _aead(key: bytes) -> AESGCM:
    return AESGCM(derive(key, "wrapping of keys"))
