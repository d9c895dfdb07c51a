"""The STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015) over AES-256-GCM.

Chunk i is sealed under nonce = 7 zero bytes | i (4 bytes) | final (1), so leaving out, repeating, reordering
or appending chunks fails. The nonces repeat from file to file: every file needs a key of its own.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from casemgr.encryption.errors import Tampered

CHUNK_BYTES = 64 * 1024
SEALED_BYTES = CHUNK_BYTES + 16


class ChunkCipher:
    """Seals and opens the chunks of one file. `header` is authenticated with each of them."""

    def __init__(self, key: bytes, header: bytes = b"") -> None:
        self._aead = AESGCM(key)
        self._header = header

    def seal(self, plaintext: bytes, index: int, *, final: bool) -> bytes:
        """The sealed chunk, 16 bytes longer."""
        return self._aead.encrypt(_nonce(index, final), plaintext, self._header)

    def open(self, sealed: bytes, index: int, *, final: bool) -> bytes:
        """The plaintext of chunk `index`. Errors: Tampered."""
        try:
            return self._aead.decrypt(_nonce(index, final), sealed, self._header)
        except InvalidTag:
            raise Tampered from None


def _nonce(index: int, final: bool) -> bytes:
    return bytes(7) + index.to_bytes(4) + bytes([final])
