"""The master key in an environment variable, as base64: for platforms that hand secrets over so."""

import base64
import binascii

from casemgr.encryption.errors import MasterKeyUnusable
from casemgr.encryption.key_providers.local import key_id_of, unwrap_under, wrap_under
from casemgr.encryption.master_key import KEY_BYTES


class EnvironmentProvider:
    """Settings take the variable out of the environment, so that no child process inherits it."""

    name = "environment"

    def __init__(self, text: str) -> None:
        self._text = text

    def key_id(self) -> str:
        return key_id_of(self._key())

    def wrap(self, plaintext: bytes, context: bytes) -> bytes:
        return wrap_under(self._key(), plaintext, context)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        return unwrap_under(self._key(), wrapped, context)

    def describe(self) -> str:
        return "the environment variable CASEMGR_MASTER_KEY"

    def _key(self) -> bytes:
        try:
            key = base64.b64decode(self._text, validate=True)
        except (binascii.Error, ValueError):
            key = b""
        if len(key) != KEY_BYTES:
            raise MasterKeyUnusable(f"CASEMGR_MASTER_KEY must be the base64 of exactly {KEY_BYTES} bytes.")
        return key
