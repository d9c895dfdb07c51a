"""What was disclosed: the consented fields as they were when the receiver accepted, under a key of their own."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from casemgr.encryption.fields import EncryptedJSON, KeyOwner
from casemgr.scoping import ScopedModel
from referrals.querysets import OnReferralQuerySet

from .referral import Referral


class DisclosureSnapshot(ScopedModel):
    """Never changed. Revoking destroys its key; the names of the fields stay, their values can't be read again."""

    CLEAR = frozenset("id organization referral categories fields released_at".split())

    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    referral = models.OneToOneField(Referral, on_delete=models.CASCADE, related_name="snapshot")
    categories = ArrayField(models.CharField(max_length=20), help_text="Kinds of data the consent named")
    fields = ArrayField(models.CharField(max_length=40), help_text="Names of the fields disclosed")
    content = EncryptedJSON()
    released_at = models.DateTimeField(auto_now_add=True)

    objects = OnReferralQuerySet.as_manager()

    def key_owner(self) -> KeyOwner:
        """The snapshot's own data key, under the sender's organization."""
        return KeyOwner(self.organization_id, self.pk)
