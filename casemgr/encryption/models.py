"""The key store: wrapped keys and the journal of destroyed ones. No foreign key leaves this database."""

from uuid import uuid4

from django.db import models
from django.utils import timezone

from casemgr.encryption.held_models import Holder, HolderSet

__all__ = ["DataKey", "ErasureEntry", "Holder", "HolderSet", "OrganizationKey"]


class OrganizationKey(models.Model):
    """One organization's key, wrapped by its holder: the instance's master key, or the organization."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization_id = models.UUIDField(unique=True)
    holder = models.CharField(max_length=20, default="instance")
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return "organization key"


class DataKey(models.Model):
    """One owner's key, wrapped by its organization's key. A destroyed one stays as an empty tombstone."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization_id = models.UUIDField()
    owner_id = models.UUIDField()
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["owner_id"], name="datakey_owner")]
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
