"""Sealed letters between instances: HPKE (RFC 9180, base mode) around content that is signed inside.

Suite: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305. The clear header is bound as `info`. Inside stand
the payload and an Ed25519 signature over header and payload, so that nobody who opens a letter can pass it on as one
to somebody else. The content is padded to 4, 16, 64 or 256 KiB: its length tells next to nothing.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from casemgr.encryption.errors import EncryptionError, KeyMissing, Tampered
from casemgr.encryption.exchange_keys import key_id, opening_key, signing_key
from casemgr.encryption.signatures import verifies

NAME = "X25519-HKDF-SHA256-ChaCha20Poly1305"
SIZES = (4 * 1024, 16 * 1024, 64 * 1024, 256 * 1024)
LONGEST = 360 * 1024  # of a whole letter in bytes, base64 and header included
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


class TooLong(EncryptionError):
    """The payload doesn't fit into the largest size."""


def canonical(value: Mapping[str, Any]) -> bytes:
    """One way to write a JSON object down: ASCII, keys in order, no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def seal(
    header: Mapping[str, Any],
    payload: Mapping[str, Any],
    *,
    to: bytes,
    by: Ed25519PrivateKey | None = None,
    version: int | None = None,
) -> bytes:
    """A letter to the owner of the 32-byte key `to`; `header` is readable on the way. Signed by a version of our key.

    Errors: TooLong, MasterKeyUnusable.
    """
    header = {**header, "kid": key_id(to)}
    said, written = canonical(header), _written(payload)
    signature = (by or signing_key(version)).sign(_signed(said, written))
    content = _written({"payload": written.decode(), "signature": base64.b64encode(signature).decode()})
    sealed = _SUITE.encrypt(_padded(content), X25519PublicKey.from_public_bytes(to), info=said)
    return canonical({"header": header, "sealed": base64.b64encode(sealed).decode()})


def fits(payload: Mapping[str, Any]) -> bool:
    """Whether a payload goes into one letter, with room for what is added to it."""
    return len(_written({"payload": _written(payload).decode()})) < SIZES[-1] - 1024


def header_of(letter: bytes) -> dict[str, Any]:
    """What stands outside; nobody has checked it yet. Errors: Tampered."""
    return _parts(letter)[0]


@dataclass(frozen=True)
class Opened:
    """What a letter says, and what proves to anybody who said it: header, payload and signature as they were signed."""

    payload: dict[str, Any]
    proof: dict[str, str]


def open_letter(letter: bytes, *, signed_by: bytes) -> Opened:
    """The content, if it was sealed to this instance and signed by the owner of the 32-byte key `signed_by`.

    Errors: Tampered; KeyMissing when it was sealed to a key that isn't, or no longer, this instance's.
    """
    header, sealed = _parts(letter)
    named = header.get("kid")
    if not isinstance(named, str):
        raise Tampered
    said = canonical(header)
    try:
        content = _unpadded(_SUITE.decrypt(sealed, opening_key(named), info=said))
        inside = json.loads(content)
        written, signature = inside["payload"].encode(), base64.b64decode(inside["signature"], validate=True)
        if not verifies(signed_by, _signed(said, written), signature):
            raise Tampered
        payload = json.loads(written)
    except KeyMissing:
        raise
    except (InvalidTag, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Tampered from None
    if not isinstance(payload, dict):
        raise Tampered
    return Opened(payload, {"header": said.decode(), "payload": written.decode(), "signature": inside["signature"]})


def proves(proof: Mapping[str, str], *, signed_by: bytes) -> bool:
    """Whether a kept proof is of the owner of the key: what an auditor checks."""
    signature = base64.b64decode(proof["signature"])
    return verifies(signed_by, _signed(proof["header"].encode(), proof["payload"].encode()), signature)


def _parts(letter: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        if len(letter) > LONGEST:
            raise Tampered
        whole = json.loads(letter)
        header, sealed = whole["header"], base64.b64decode(whole["sealed"], validate=True)
    except (ValueError, TypeError, KeyError, RecursionError, binascii.Error):
        raise Tampered from None
    if not isinstance(header, dict):
        raise Tampered
    return header, sealed


def _written(value: Mapping[str, Any]) -> bytes:
    """A JSON object in UTF-8: escapes would make a letter in most of the world's scripts several times as long."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _signed(header: bytes, payload: bytes) -> bytes:
    return b"casemgr letter 1\0" + header + b"\0" + payload


def _padded(content: bytes) -> bytes:
    """The content, a byte 0x80, and zeros up to the next size (ISO/IEC 7816-4)."""
    size = next((size for size in SIZES if len(content) < size), None)
    if size is None:
        raise TooLong
    return (content + b"\x80").ljust(size, b"\0")


def _unpadded(padded: bytes) -> bytes:
    content, mark, _zeros = padded.rpartition(b"\x80")
    if not mark or padded[len(content) + 1 :].strip(b"\0"):
        raise Tampered
    return content
