"""Who wraps an organization's key. The instance's master key does today; an organization's own may.

The one of organization-held keys raises OrganizationLocked until enough of the organization's people unlocked it.
"""

from typing import Protocol
from uuid import UUID

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from casemgr.encryption import held
from casemgr.encryption.errors import MasterKeyUnusable, OrganizationLocked
from casemgr.encryption.master_key import instance_key


class KeyProvider(Protocol):
    """Wraps and unwraps 32-byte organization keys. Errors: MasterKeyUnusable, OrganizationLocked."""

    def wrap(self, organization_id: UUID, secret: bytes) -> bytes: ...

    def unwrap(self, organization_id: UUID, wrapped: bytes) -> bytes: ...


class MasterKeyProvider:
    """Wraps with the instance's master key file: whoever holds the file opens every organization."""

    def wrap(self, organization_id: UUID, secret: bytes) -> bytes:
        return aes_key_wrap(self._key(organization_id), secret)

    def unwrap(self, organization_id: UUID, wrapped: bytes) -> bytes:
        try:
            return aes_key_unwrap(self._key(organization_id), wrapped)
        except InvalidUnwrap:
            raise MasterKeyUnusable from None

    def _key(self, organization_id: UUID) -> bytes:
        # derived, so the master key itself never serves two algorithms
        return instance_key("wrapping of organization keys")


PROVIDERS: dict[str, KeyProvider] = {"instance": MasterKeyProvider(), held.HOLDER: held.HeldKeyProvider()}


def provider(holder: str) -> KeyProvider:
    """The provider for a holder. Errors: OrganizationLocked when none serves it on this server."""
    try:
        return PROVIDERS[holder]
    except KeyError:
        raise OrganizationLocked from None
