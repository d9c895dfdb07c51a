"""Who wraps an organization's key. The instance does, or the organization's own people.

The one of organization-held keys raises OrganizationLocked until enough of the organization's people unlocked it.
"""

from typing import Protocol
from uuid import UUID

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from casemgr.encryption import held
from casemgr.encryption.errors import MasterKeyUnusable, OrganizationLocked
from casemgr.encryption.instance_keys import instance_key_version, newest_for_writing

PURPOSE = "wrapping of organization keys"


class OrganizationKeyProvider(Protocol):
    """Wraps and unwraps 32-byte organization keys; says which version of its own key did (0: it has no versions).

    Wrapping belongs into a transaction of the key store. Errors: MasterKeyUnusable, OrganizationLocked.
    """

    def wrap(self, organization_id: UUID, secret: bytes) -> tuple[bytes, int]: ...

    def unwrap(self, organization_id: UUID, wrapped: bytes, version: int) -> bytes: ...


class InstanceProvider:
    """Wraps with the instance's own key: whoever opens the root key opens every organization."""

    def wrap(self, organization_id: UUID, secret: bytes) -> tuple[bytes, int]:
        key = newest_for_writing(PURPOSE)
        return aes_key_wrap(key.secret, secret), key.number

    def unwrap(self, organization_id: UUID, wrapped: bytes, version: int) -> bytes:
        try:
            return aes_key_unwrap(instance_key_version(PURPOSE, version), wrapped)
        except InvalidUnwrap:
            raise MasterKeyUnusable from None


PROVIDERS: dict[str, OrganizationKeyProvider] = {"instance": InstanceProvider(), held.HOLDER: held.HeldKeyProvider()}


def provider(holder: str) -> OrganizationKeyProvider:
    """The provider for a holder. Errors: OrganizationLocked when none serves it on this server."""
    try:
        return PROVIDERS[holder]
    except KeyError:
        raise OrganizationLocked from None
