"""An organization's key as its row holds it: this version, the one before it, what secrets come from."""

from typing import NamedTuple

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from casemgr.encryption.errors import Tampered
from casemgr.encryption.master_key import derive
from casemgr.encryption.models import OrganizationKey
from casemgr.encryption.providers import provider

_PREVIOUS, _DERIVATION = "previous organization key", "derivation of an organization's secrets"


class Opened(NamedTuple):
    """Versions that wrap data keys, by number, and the secret from which others are derived, which never changes."""

    secrets: dict[int, bytes]
    derivation: bytes


def open_organization(row: OrganizationKey) -> Opened:
    """Unwrap a row. Errors: OrganizationLocked, MasterKeyUnusable, Tampered."""
    secret = provider(row.holder).unwrap(row.organization_id, bytes(row.wrapped), row.wrapping_version)
    versions = {row.version: secret}
    if row.previous:
        versions[row.version - 1] = _under(secret, _PREVIOUS, bytes(row.previous))
    derivation = _under(secret, _DERIVATION, bytes(row.derivation)) if row.derivation else secret
    return Opened(versions, derivation)


def follow(row: OrganizationKey, secret: bytes) -> None:
    """Make `secret` the row's next version, with the present one beside it; in a transaction, the row not saved.

    Errors: those of `open_organization`.
    """
    opened = open_organization(row)
    row.previous = aes_key_wrap(derive(secret, _PREVIOUS), opened.secrets[row.version])
    row.derivation = aes_key_wrap(derive(secret, _DERIVATION), opened.derivation)
    row.wrapped, row.wrapping_version = provider(row.holder).wrap(row.organization_id, secret)
    row.version += 1


def _under(secret: bytes, purpose: str, wrapped: bytes) -> bytes:
    try:
        return aes_key_unwrap(derive(secret, purpose), wrapped)
    except InvalidUnwrap:
        raise Tampered from None
