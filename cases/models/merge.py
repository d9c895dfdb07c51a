"""Two cases of one person made one. What stood before is kept, sealed, so that it can be undone."""

from __future__ import annotations

from uuid import UUID

from django.db import models

from casemgr.encryption.fields import EncryptedText, KeyOwner
from casemgr.ids import public_id
from cases.querysets.cases import CaseLinkQuerySet

from .base import OfOrganization


class Merge(OfOrganization):
    """The rows of `other` went to `case`; `snapshot` says what they and the changed rows were."""

    CLEAR = frozenset("id organization public_id case other person merged_by merged_at undone_by undone_at".split())

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="merges")
    other = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="merged_by_merges")
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    snapshot = EncryptedText(null=True, help_text="JSON of rows before and after; null once undone")
    merged_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    person_id: UUID
    objects = CaseLinkQuerySet.as_manager()

    def key_owner(self) -> KeyOwner:
        """The person of the case that stays."""
        return KeyOwner(self.organization_id, self.person_id)
