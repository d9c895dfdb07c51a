"""Small secrets of the instance itself, such as TOTP seeds, sealed under a key of the instance.

They belong to no survivor, so they follow the root key: a rotation seals them anew (`sealed_anew`).
"""

import base64
import binascii
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from casemgr.encryption.errors import MasterKeyUnusable, Tampered
from casemgr.encryption.instance_keys import instance_key_version, newest

PURPOSE = "sealing of instance secrets"
FIRST, VERSION = b"\x01", b"\x02"  # the first format names no version of the key: it is 1


def seal_secret(text: str, purpose: str) -> str:
    """Encrypt for one purpose; put the row's id in it ("totp:<id>") so a copied secret fails elsewhere.

    Returns URL-safe base64, 33 bytes longer than the text before encoding.
    """
    key, nonce = newest(PURPOSE), os.urandom(12)
    header = VERSION + key.number.to_bytes(4)
    ciphertext = AESGCM(key.secret).encrypt(nonce, text.encode(), header + purpose.encode())
    return base64.urlsafe_b64encode(header + nonce + ciphertext).decode()


def open_secret(sealed: str, purpose: str) -> str:
    """The text sealed for the same purpose. Errors: Tampered."""
    try:
        header, rest = _parts(sealed)
        key = instance_key_version(PURPOSE, secret_version(sealed))
        return AESGCM(key).decrypt(rest[:12], rest[12:], header + purpose.encode()).decode()
    except (InvalidTag, ValueError, MasterKeyUnusable):
        raise Tampered from None


def sealed_anew(sealed: str, purpose: str) -> str | None:
    """The same under the newest key; None when it is under that one already. Errors: Tampered."""
    if secret_version(sealed) == newest(PURPOSE).number:
        return None
    return seal_secret(open_secret(sealed, purpose), purpose)


def secret_version(sealed: str) -> int:
    """Which version of the key sealed this. Errors: Tampered."""
    header = _parts(sealed)[0]
    return int.from_bytes(header[1:]) if header[:1] == VERSION else 1


def _parts(sealed: str) -> tuple[bytes, bytes]:
    try:
        raw = base64.b64decode(sealed, altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        raise Tampered from None
    length = {FIRST: 1, VERSION: 5}.get(raw[:1])
    if length is None or len(raw) < length + 28:
        raise Tampered
    return raw[:length], raw[length:]
