"""The instance's own keys: the root, by whom it is wrapped, and one key for each purpose."""

from uuid import uuid4

from django.db import models
from django.utils import timezone


class RootKey(models.Model):
    """A version of the root key. One is live; of those before it, only the fingerprint is left."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.PositiveIntegerField(unique=True)
    fingerprint = models.BinaryField(help_text="Names the key and tells nothing about it")
    created_at = models.DateTimeField(default=timezone.now)
    destroyed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"root key {self.version}"


class RootWrapping(models.Model):
    """A root key as one provider's key wrapped it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    root = models.ForeignKey(RootKey, on_delete=models.CASCADE, related_name="wrappings")
    provider = models.CharField(max_length=20)
    key_id = models.CharField(max_length=200)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["root", "provider", "key_id"], name="rootwrapping_once")]

    def __str__(self) -> str:
        return "wrapped root key"


class InstanceKey(models.Model):
    """A version of the key for one purpose (`purposes.PURPOSES`). A destroyed one is empty."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    purpose = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    root_version = models.PositiveIntegerField()
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purpose", "version"], name="instancekey_version"),
            models.CheckConstraint(
                name="instancekey_destroyed_is_empty",
                condition=models.Q(destroyed_at__isnull=True) | models.Q(wrapped=b""),
            ),
        ]

    def __str__(self) -> str:
        return "instance key"
