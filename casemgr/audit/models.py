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
