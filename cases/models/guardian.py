"""Who decides for a child or with them, and who must not."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText, KeyOwner
from casemgr.ids import public_id
from cases.querysets.base import OnPersonQuerySet

from .base import OfOrganization


class Guardian(OfOrganization):
    """Somebody who answers for a person. Barred: who may be implicated is not asked and not told."""

    class Relation(models.TextChoices):
        """What they are to the person."""

        PARENT = "parent", _("Parent")
        RELATIVE = "relative", _("Other family")
        APPOINTED = "appointed", _("Appointed by a court or authority")
        CARER = "carer", _("Carer")

    CLEAR = frozenset("id organization public_id person relation barred_at barred_by recorded_by recorded_at".split())

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="guardians")
    name = EncryptedText(_("name"), max_length=200)
    relation = models.CharField(_("what they are to the person"), max_length=10, choices=Relation)
    barred_at = models.DateTimeField(null=True)
    barred_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    barred_why = EncryptedText(_("why they must not decide or learn"), max_length=500, blank=True, null=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    person_id: UUID
    objects = OnPersonQuerySet.as_manager()

    def key_owner(self) -> KeyOwner:
        """The person's own data key."""
        return KeyOwner(self.organization_id, self.person_id)
