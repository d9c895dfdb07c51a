"""Small secrets of the instance itself, such as TOTP seeds, sealed under a key from the master key.

They belong to no survivor, so they follow the master key: with it they open, without it they don't.
"""

import base64
import binascii
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from casemgr.encryption.errors import Tampered
from casemgr.encryption.master_key import instance_key

VERSION = b"\x01"


def seal_secret(text: str, purpose: str) -> str:
    """Encrypt for one purpose; put the row's id in it ("totp:<id>") so a copied secret fails elsewhere.

    Returns URL-safe base64, 29 bytes longer than the text before encoding.
    """
    nonce = os.urandom(12)
    ciphertext = _aead().encrypt(nonce, text.encode(), _bound(purpose))
    return base64.urlsafe_b64encode(VERSION + nonce + ciphertext).decode()


def open_secret(sealed: str, purpose: str) -> str:
    """The text sealed for the same purpose. Errors: Tampered."""
    try:
        raw = base64.b64decode(sealed, altchars=b"-_", validate=True)
        if raw[:1] != VERSION:
            raise Tampered
        return _aead().decrypt(raw[1:13], raw[13:], _bound(purpose)).decode()
    except (InvalidTag, ValueError, binascii.Error):
        raise Tampered from None


def _aead() -> AESGCM:
    return AESGCM(instance_key("sealing of instance secrets"))


def _bound(purpose: str) -> bytes:
    return VERSION + purpose.encode()
