"""Who wraps the instance's root key, and nothing else: a file, the environment, or a Vault over the network.

`CASEMGR_KEY_PROVIDER` names the one in use. A wrapped root key says which provider and which of its keys wrapped it, so
that two can be there while one follows the other.
"""

from typing import Protocol

from django.conf import settings

from casemgr.encryption.errors import MasterKeyUnusable
from casemgr.encryption.key_providers.environment import EnvironmentProvider
from casemgr.encryption.key_providers.file import FileProvider
from casemgr.encryption.key_providers.vault import VaultProvider


class KeyProvider(Protocol):
    """Wraps 32 bytes. Errors of all: MasterKeyUnusable, with what to do and no secret."""

    name: str

    def key_id(self) -> str:
        """Which key it has now: the same for the same key, and telling nothing about it."""

    def wrap(self, plaintext: bytes, context: bytes) -> bytes:
        """Encrypt, bound to `context`."""

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """Decrypt what `wrap` made under the same key and context."""

    def describe(self) -> str:
        """Where the key is, for operators."""


NAMES = ("file", "environment", "vault")


def configured(name: str | None = None) -> KeyProvider:
    """The provider by this name (default: CASEMGR_KEY_PROVIDER) with this process's settings."""
    name = name or settings.CASEMGR_KEY_PROVIDER
    if name == "file":
        return FileProvider(settings.CASEMGR_MASTER_KEY_FILE)
    if name == "environment":
        return EnvironmentProvider(settings.CASEMGR_MASTER_KEY)
    if name == "vault":
        return VaultProvider.from_settings()
    raise MasterKeyUnusable(f"CASEMGR_KEY_PROVIDER is none of {', '.join(NAMES)}.")


def missing_settings(name: str) -> list[str]:
    """What this provider lacks before it can be asked."""
    needed = {
        "file": ["CASEMGR_MASTER_KEY_FILE"],
        "environment": ["CASEMGR_MASTER_KEY"],
        "vault": ["CASEMGR_VAULT_ADDRESS", "CASEMGR_VAULT_TOKEN_FILE"],
    }
    return [setting for setting in needed.get(name, []) if not getattr(settings, setting)]
