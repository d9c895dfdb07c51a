"""The trail's table: django-auditlog's entry, without foreign keys, insert-only.

The trail outlives what it describes, so actor and content type are plain references that no deletion follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from auditlog.models import AbstractLogEntry
from django.conf import settings
from django.db import models

from casemgr.ids import uuid7
from casemgr.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from casemgr.accounts.models import User


class AuditEntryQuerySet(ScopedQuerySet):
    """Entries by who may read them."""

    def visible_to(self, user: User) -> Self:
        """The entries of the user's organization, for those who may read its trail."""
        if not user.can("view_audit"):
            return self._marked().none()
        return self._marked().filter(organization_id=user.organization_id)


class AuditEntry(AbstractLogEntry):
    """One act or one look: event, subject, who, organization, from where, why. Field names, never values."""

    CLEAR = frozenset(
        "id content_type object_pk object_id object_repr serialized_data action changes_text changes actor cid "
        "remote_addr remote_port timestamp additional_data actor_email event organization_id reason".split()
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    content_type = models.ForeignKey(
        "contenttypes.ContentType",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
    )
    event = models.CharField(max_length=80)
    organization_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta(AbstractLogEntry.Meta):
        indexes = [
            models.Index(fields=["organization_id", "-timestamp"], name="trail_by_organization"),
            models.Index(fields=["object_pk", "-timestamp"], name="trail_by_subject"),
        ]

    def __str__(self) -> str:
        return self.event


class Leaf(models.Model):
    """An entry's place in its organization's sequence and the hash of what it said; made by checkpoints alone."""

    CLEAR = frozenset("id organization_id sequence entry_id at hash".split())

    organization_id = models.UUIDField(help_text="Nil for entries of no organization")
    sequence = models.BigIntegerField()
    entry_id = models.UUIDField(unique=True)
    at = models.DateTimeField()
    hash = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization_id", "sequence"], name="leaf_in_its_place")]

    def __str__(self) -> str:
        return str(self.sequence)


class StoredCheckpoint(models.Model):
    """A signed checkpoint (see checkpoints.py, which says what its fields mean)."""

    CLEAR = frozenset("id organization_id number first last root previous made_at key signature".split())

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization_id = models.UUIDField(help_text="Nil for entries of no organization")
    number = models.BigIntegerField()
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    made_at = models.CharField(max_length=40, help_text="As it was signed: ISO 8601, UTC")
    key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    class Meta:
        db_table = "audit_checkpoint"
        constraints = [models.UniqueConstraint(fields=["organization_id", "number"], name="checkpoint_number")]

    def __str__(self) -> str:
        return str(self.number)


class AnomalyReview(models.Model):
    """What an auditor found about something unusual. Codes only: words would name people, and the trail holds none."""

    LONGEST = 120
    CLEAR = frozenset("id organization_id key verdict reviewed_by_id at".split())

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization_id = models.UUIDField()
    key = models.CharField(max_length=LONGEST)
    verdict = models.CharField(max_length=10)
    reviewed_by_id = models.UUIDField()
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.verdict
