"""What a person carries on paper: a code on the slip and a passcode that they know. Only both together open it.

Code (100 bits) and passcode (8 digits) → Argon2id (RFC 9106) → AES-256-GCM (NIST SP 800-38D). Neither is kept: the
database has a hash that finds the row, and that tells nothing of a code of 100 bits. The salt comes from the code, so
that the work is the same, and done before anything is looked up, whether or not there is such a slip.
Sealed = version (1 byte) | nonce (12) | ciphertext | tag (16), as base64.
"""

import base64
import hashlib
import json
import os
import secrets
import threading
import unicodedata
from typing import Any, NamedTuple

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from casemgr.encryption.passphrases import Cost

CODE_LENGTH, PASSCODE_LENGTH = 20, 8
VERSION = b"\x01"
# RFC 9106's second recommended option: whoever has slip, database and keys pays it for each of 10^8 passcodes
COST = Cost(passes=3, mebibytes=64, lanes=4)
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O or U to misread
_MISREAD = str.maketrans("ILO", "110")
_LONGEST = 200  # of what somebody types; the rest is no code of ours
_NONCE_BYTES = 12
_one_at_a_time = threading.Lock()  # memory for one guess, however many people type at once


class Turned(NamedTuple):
    """What code and passcode give: `finder` names the row, `key` opens it."""

    finder: str
    key: bytes


def new_code() -> str:
    """A code for a slip, in groups of four."""
    code = "".join(secrets.choice(_ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(code[at : at + 4] for at in range(0, CODE_LENGTH, 4))


def new_passcode() -> str:
    """Eight digits, in two groups: they can be said, and typed, in every language."""
    digits = "".join(secrets.choice("0123456789") for _ in range(PASSCODE_LENGTH))
    return f"{digits[:4]} {digits[4:]}"


def is_whole(code: str) -> bool:
    """Whether somebody typed as much as a code has; what is shorter or longer can't be one."""
    return len(_plain(code)) == CODE_LENGTH


def turn(code: str, passcode: str) -> Turned:
    """Row and key of what somebody typed, however they grouped it, in digits of any script. About 0.1 s and 64 MiB."""
    read, said = _plain(code).translate(_MISREAD), _plain(passcode)
    with _one_at_a_time:
        key = hash_secret_raw(
            f"{read}\0{said}".encode(),
            hashlib.sha256(b"salt of a slip\0" + read.encode()).digest()[:16],
            time_cost=COST.passes,
            memory_cost=COST.mebibytes * 1024,
            parallelism=COST.lanes,
            hash_len=32,
            type=Type.ID,
        )
    return Turned(hashlib.sha256(b"finder of a slip\0" + read.encode()).hexdigest(), key)


def seal(content: Any, key: bytes, *, bound: bytes) -> str:
    """Encrypt a JSON value for one place (`bound`), as text."""
    nonce = os.urandom(_NONCE_BYTES)
    ciphertext = AESGCM(key).encrypt(nonce, json.dumps(content).encode(), VERSION + bound)
    return base64.b64encode(VERSION + nonce + ciphertext).decode()


def open_(sealed: str, key: bytes, *, bound: bytes) -> Any:
    """What was sealed under this key for this place; None when the key is another, or it was changed or moved."""
    raw = base64.b64decode(sealed)
    try:
        opened = AESGCM(key).decrypt(raw[1 : 1 + _NONCE_BYTES], raw[1 + _NONCE_BYTES :], raw[:1] + bound)
    except InvalidTag:
        return None
    return json.loads(opened)


def _plain(typed: str) -> str:
    """Letters and digits alone, in capitals and Western digits."""
    text = unicodedata.normalize("NFKC", typed[:_LONGEST]).upper()
    return "".join(str(unicodedata.digit(one, one)) for one in text if one.isalnum())
