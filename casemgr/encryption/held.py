"""Keys that organizations hold themselves: open on this machine for a time, or locked.

The organization's key is wrapped under a random secret, which is split into shares for its holders and stored nowhere.
While enough of them have it unlocked, the secret is in a lease (`leases`); without one each use raises
OrganizationLocked.
"""

import time
from collections.abc import Callable
from uuid import UUID

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from casemgr.encryption import leases
from casemgr.encryption.errors import OrganizationLocked
from casemgr.encryption.master_key import derive
from casemgr.encryption.models import OrganizationKey

HOLDER = "organization"
SECONDS = 5.0  # how long another process may still take an organization for one that the instance holds
_held: dict[UUID, tuple[float, bool]] = {}
_listeners: list[Callable[[UUID], None]] = []


class HeldKeyProvider:
    """Wraps organization keys under the secret that the organization's holders have unlocked."""

    def wrap(self, organization_id: UUID, secret: bytes) -> tuple[bytes, int]:
        return wrap_under(_unlocked(organization_id).secret, secret), 0

    def unwrap(self, organization_id: UUID, wrapped: bytes, version: int) -> bytes:
        try:
            return unwrap_under(_unlocked(organization_id).secret, wrapped)
        except InvalidUnwrap:  # a lease of holders whose set is void
            raise OrganizationLocked(organization_id=organization_id) from None


def wrap_under(wrapping: bytes, secret: bytes) -> bytes:
    """An organization's key under the secret that is split among its holders (AES-KW, RFC 3394)."""
    return aes_key_wrap(derive(wrapping, "wrapping of a held organization key"), secret)


def unwrap_under(wrapping: bytes, wrapped: bytes) -> bytes:
    """What `wrap_under` wrapped. Errors: InvalidUnwrap for any other secret."""
    return aes_key_unwrap(derive(wrapping, "wrapping of a held organization key"), wrapped)


def holds_own_key(organization_id: UUID) -> bool:
    """Whether the organization, not the instance, holds its key. Asks the key store at most every 5 seconds."""
    until, held = _held.get(organization_id, (0.0, False))
    if until < time.monotonic():
        held = OrganizationKey.objects.filter(organization_id=organization_id, holder=HOLDER).exists()
        _held[organization_id] = (time.monotonic() + SECONDS, held)
    return held


def is_locked(organization_id: UUID) -> bool:
    """Whether nothing of this organization can be opened on this machine now."""
    return holds_own_key(organization_id) and leases.get(organization_id) is None


def require_unlocked(organization_id: UUID) -> None:
    """Errors: OrganizationLocked."""
    if is_locked(organization_id):
        raise OrganizationLocked(organization_id=organization_id)


def ask_again(organization_id: UUID) -> None:
    """Who holds the key has changed here: don't answer from memory."""
    _held.pop(organization_id, None)


def when_used(listener: Callable[[UUID], None]) -> None:
    """Call `listener` with an organization whose own key this process uses: whoever must notice that it is locked."""
    _listeners.append(listener)


def _unlocked(organization_id: UUID) -> leases.Lease:
    lease = leases.get(organization_id)
    if lease is None:
        raise OrganizationLocked(organization_id=organization_id)
    for listener in _listeners:
        listener(organization_id)
    return lease
