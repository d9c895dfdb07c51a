"""What this instance knows of referrals whose other side works on another one."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from casemgr.scoping import ScopedModel
from referrals.querysets import OnReferralQuerySet

from .referral import Referral


class RemoteConsent(ScopedModel):
    """The consent of a referral that came from another instance, as its sender states it: coded facts, no evidence."""

    CLEAR = frozenset("id organization referral categories ends_on ended_at".split())

    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    referral = models.OneToOneField(Referral, on_delete=models.CASCADE, related_name="remote_consent")
    categories = ArrayField(models.CharField(max_length=20))
    ends_on = models.DateField(help_text="The first day without it")
    ended_at = models.DateTimeField(null=True)

    objects = OnReferralQuerySet.as_manager()


class PurgeRequest(ScopedModel):
    """That another instance was asked to destroy what it was sent, and its signed word that it did."""

    CLEAR = frozenset("id organization referral asked_at due_at confirmed_at proof".split())

    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    referral = models.OneToOneField(Referral, on_delete=models.CASCADE, related_name="purge")
    asked_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    proof = models.JSONField(null=True, help_text="Header, payload and signature of the other instance's letter")

    objects = OnReferralQuerySet.as_manager()
