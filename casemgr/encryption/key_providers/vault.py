"""The master key in the Transit engine of HashiCorp Vault or OpenBao: it never leaves there.

Requests: POST /v1/MOUNT/encrypt/KEY and …/decrypt/KEY with base64 and `associated_data`, which the key's type
(aes256-gcm96, the default) binds. Source: developer.hashicorp.com/vault/api-docs/secret/transit.
"""

import base64
import binascii
import json
from pathlib import Path
from typing import Any

from django.conf import settings

from casemgr.encryption.errors import MasterKeyUnusable
from casemgr.outbound import OutboundError, fetch

_WORDS = {
    "address": "CASEMGR_VAULT_ADDRESS must be https:// and a name, its port in CASEMGR_OUTBOUND_ALLOW",
    "forbidden": "its name leads into a network that CASEMGR_OUTBOUND_ALLOW doesn't open",
    "name": "its name can't be resolved",
    "unreachable": "it can't be reached",
    "certificate": "its certificate isn't trusted; name your authority's in SSL_CERT_FILE",
    "timeout": "it didn't answer in time",
    "redirect": "it redirects; name the active node",
}
_STATUSES = {
    400: "it refused the request: another key wrapped this, or the key's type has no associated data",
    403: "it refused the token, or the token's policy doesn't allow this",
    404: "the Transit engine or the key isn't there: CASEMGR_VAULT_MOUNT, CASEMGR_VAULT_KEY",
    503: "it is sealed or in maintenance",
}


class VaultProvider:
    """One Transit key. The token's file is read at each use: an agent may renew it."""

    name = "vault"

    def __init__(self, address: str, *, mount: str, key: str, token_file: str) -> None:
        self.address, self.mount, self.key, self.token_file = address.rstrip("/"), mount, key, token_file

    @classmethod
    def from_settings(cls) -> "VaultProvider":
        """The key that CASEMGR_VAULT_… name."""
        return cls(
            settings.CASEMGR_VAULT_ADDRESS,
            mount=settings.CASEMGR_VAULT_MOUNT,
            key=settings.CASEMGR_VAULT_KEY,
            token_file=settings.CASEMGR_VAULT_TOKEN_FILE,
        )

    def key_id(self) -> str:
        return f"{self.mount}/{self.key}"  # the ciphertext itself says which version

    def wrap(self, plaintext: bytes, context: bytes) -> bytes:
        return self._ask(
            "encrypt", "ciphertext", plaintext=_encoded(plaintext), associated_data=_encoded(context)
        ).encode()

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        told = self._ask("decrypt", "plaintext", ciphertext=wrapped.decode("ascii"), associated_data=_encoded(context))
        try:
            return base64.b64decode(told, validate=True)
        except binascii.Error:
            raise _unusable("it answered something else") from None

    def describe(self) -> str:
        return f"Vault at {self.address}, Transit key {self.mount}/{self.key}"

    def _ask(self, verb: str, wanted: str, **body: str) -> str:
        """What the answer's data holds under `wanted`. Errors: MasterKeyUnusable."""
        try:
            answer = fetch(
                f"{self.address}/v1/{self.mount}/{verb}/{self.key}",
                method="POST",
                headers={"X-Vault-Token": self._token(), "X-Vault-Request": "true", "Content-Type": "application/json"},
                body=json.dumps(body).encode(),
            )
        except OutboundError as error:
            raise _unusable(_WORDS.get(error.code, "it answered something else")) from None
        if answer.status != 200:
            raise _unusable(_STATUSES.get(answer.status, f"it answered {answer.status}"))
        return _told(answer.body, wanted)

    def _token(self) -> str:
        try:
            token = Path(self.token_file).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            raise _unusable("the file of CASEMGR_VAULT_TOKEN_FILE can't be read") from None
        if not token or not token.isprintable():
            raise _unusable("the file of CASEMGR_VAULT_TOKEN_FILE holds no token")
        return token


def _told(body: bytes, wanted: str) -> str:
    try:
        told: Any = json.loads(body)["data"][wanted]
    except (ValueError, KeyError, TypeError):
        told = None
    if not isinstance(told, str) or not told.isascii():
        raise _unusable("it answered something else")
    return told


def _encoded(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _unusable(why: str) -> MasterKeyUnusable:
    return MasterKeyUnusable(f"The Vault that wraps the root key can't be used: {why}.")
