"""A new version of an organization's key: data keys are wrapped anew in batches while everybody works on.

Each data key says which version wraps it, and the row keeps both versions until none says the older: wherever this is
stopped, everything opens, and calling it again goes on. `organization_secret` stays the same.
"""

import secrets
from collections.abc import Callable
from uuid import UUID

from cryptography.hazmat.primitives.keywrap import aes_key_wrap
from django.db import transaction
from django.utils import timezone

from casemgr.encryption.errors import KeyMissing
from casemgr.encryption.keys import forget_all, overwrite_log, unwrap_data_key
from casemgr.encryption.models import DataKey, OrganizationKey
from casemgr.encryption.organization_keys import follow, open_organization
from casemgr.encryption.router import KEYS

BATCH = 500


def rotate(organization_id: UUID, tell: Callable[[int], None] = lambda left: None) -> int:
    """Begin or go on, up to the end; `tell` hears how many data keys are left. Returns the version.

    Errors: KeyMissing, OrganizationLocked, MasterKeyUnusable.
    """
    version = _begin(organization_id)
    while _rewrap_batch(organization_id):
        tell(pending(organization_id, version))
    _finish(organization_id)
    forget_all()
    return version


def pending(organization_id: UUID, version: int) -> int:
    """How many data keys an older version still wraps."""
    return DataKey.objects.filter(
        organization_id=organization_id, wrapping_version__lt=version, destroyed_at=None
    ).count()


@transaction.atomic(using=KEYS)
def _begin(organization_id: UUID) -> int:
    """The next version, unless a rotation stopped in the middle: then that one's."""
    row = _locked(organization_id)
    if not row.previous:
        follow(row, secrets.token_bytes(32))
        row.rotated_at = timezone.now()
        row.save(update_fields=["wrapped", "wrapping_version", "version", "previous", "derivation", "rotated_at"])
    return row.version


@transaction.atomic(using=KEYS)
def _rewrap_batch(organization_id: UUID) -> int:
    """Wrap up to 500 data keys anew; one that is destroyed meanwhile stays so."""
    row = OrganizationKey.objects.get(organization_id=organization_id)
    opened = open_organization(row)
    older = DataKey.objects.filter(organization_id=organization_id, wrapping_version__lt=row.version, destroyed_at=None)
    batch = list(older.select_for_update().order_by("id")[:BATCH])
    for key in batch:
        secret = unwrap_data_key(opened.secrets[key.wrapping_version], bytes(key.wrapped))
        key.wrapped, key.wrapping_version = aes_key_wrap(opened.secrets[row.version], secret), row.version
    DataKey.objects.bulk_update(batch, ["wrapped", "wrapping_version"])
    return len(batch)


@transaction.atomic(using=KEYS)
def _finish(organization_id: UUID) -> None:
    """Destroy the older version, once nothing is wrapped under it."""
    row = _locked(organization_id)
    if not pending(organization_id, row.version):
        row.previous = b""
        row.save(update_fields=["previous"])
        transaction.on_commit(overwrite_log, using=KEYS)


def _locked(organization_id: UUID) -> OrganizationKey:
    row = OrganizationKey.objects.select_for_update().filter(organization_id=organization_id).first()
    if row is None:
        raise KeyMissing
    return row
