"""The key store: wrapped keys and the journal of destroyed ones. No foreign key leaves this database."""

from uuid import uuid4

from django.db import models
from django.utils import timezone

from casemgr.encryption.held_models import Holder, HolderSet
from casemgr.encryption.instance_models import InstanceKey, RootKey, RootWrapping

__all__ = [
    "DataKey",
    "ErasureEntry",
    "Holder",
    "HolderSet",
    "InstanceKey",
    "OrganizationKey",
    "RootKey",
    "RootWrapping",
]


class OrganizationKey(models.Model):
    """One organization's key, wrapped by its holder: the instance, or the organization.

    `previous` and `derivation` are wrapped under this key itself, so only `wrapped` follows its holder.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization_id = models.UUIDField(unique=True)
    holder = models.CharField(max_length=20, default="instance")
    wrapped = models.BinaryField()
    wrapping_version = models.PositiveIntegerField(default=1, help_text="Of the instance's key; 0 while it is held")
    version = models.PositiveIntegerField(default=1)
    previous = models.BinaryField(default=b"", help_text="The version before, until no data key needs it")
    derivation = models.BinaryField(default=b"", help_text="What secrets are derived from; empty: the key itself")
    created_at = models.DateTimeField(default=timezone.now)
    rotated_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return "organization key"


class DataKey(models.Model):
    """One owner's key, wrapped by its organization's key. A destroyed one stays as an empty tombstone."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization_id = models.UUIDField()
    owner_id = models.UUIDField()
    wrapped = models.BinaryField()
    wrapping_version = models.PositiveIntegerField(default=1, help_text="Of the organization's key")
    created_at = models.DateTimeField(default=timezone.now)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["owner_id"], name="datakey_owner"),
            models.Index(fields=["organization_id", "wrapping_version"], name="datakey_wrapping"),
        ]
        constraints = [
            models.CheckConstraint(
                name="datakey_destroyed_is_empty",
                condition=models.Q(destroyed_at__isnull=True) | models.Q(wrapped=b""),
            )
        ]

    def __str__(self) -> str:
        return "data key"


class ErasureEntry(models.Model):
    """The journal: an owner whose key was destroyed. What a replay after a restore will need."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization_id = models.UUIDField()
    owner_id = models.UUIDField(unique=True)
    destroyed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return "erasure entry"
