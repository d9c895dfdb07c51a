"""What all rows of casework share: an organization, and a person whose key seals their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from casemgr.encryption.fields import KeyOwner
from casemgr.scoping import ScopedModel

if TYPE_CHECKING:
    from uuid import UUID


class OfOrganization(ScopedModel):
    """A row that belongs to one organization."""

    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class OnCase(OfOrganization):
    """A row that hangs on a case; sealed with the key of the case's person."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="%(class)ss")
    person_id: UUID

    class Meta:
        abstract = True

    def key_owner(self) -> KeyOwner:
        """The person of the case owns the data key."""
        return KeyOwner(self.organization_id, self.person_id)
