"""Asking a partner outside to give back, or destroy, what it was told: by a person, and never known for sure."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from casemgr.encryption.fields import EncryptedText, KeyOwner
from casemgr.scoping import ScopedModel
from referrals.querysets import OnReferralQuerySet

from .outside import OutsidePartner
from .referral import Referral


class TakeBack(ScopedModel):
    """When they were asked, and when they said that it was done; with whom somebody spoke is sealed."""

    CLEAR = frozenset("id organization referral outside asked_on asked_by confirmed_on confirmed_by".split())

    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    referral = models.OneToOneField(Referral, on_delete=models.CASCADE, related_name="take_back")
    outside = models.ForeignKey(OutsidePartner, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_whom = EncryptedText(max_length=200)
    confirmed_on = models.DateField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_whom = EncryptedText(max_length=200, null=True)

    objects = OnReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_on=None, confirmed_by=None)
                | Q(confirmed_on__isnull=False, confirmed_by__isnull=False),
                name="taken_back_says_by_whom",
            )
        ]

    def key_owner(self) -> KeyOwner:
        """The partner's key: with whom one spoke there tells of the partner."""
        return KeyOwner(self.organization_id, self.outside_id)
