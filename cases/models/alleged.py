"""Somebody who is said to have done harm. Always alleged: nothing here is a finding."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText
from casemgr.ids import public_id
from cases.querysets.notes import AllegedQuerySet

from .base import OnCase


class AllegedPerpetrator(OnCase):
    """Read by the case's worker, its writer and whoever sees the organization; part of no copy, export or referral."""

    CLEAR = frozenset(
        "id organization public_id case person roles recorded_by recorded_at retracted_by retracted_at".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    name = EncryptedText(_("what they are called"), max_length=200)
    roles = ArrayField(models.CharField(max_length=60), default=list, blank=True, help_text="per_RoleInProcess")
    phone = EncryptedText(_("phone"), max_length=40, blank=True, null=True)
    description = EncryptedText(_("what helps to recognize them"), max_length=2000, blank=True, null=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    retracted_why = EncryptedText(_("why this no longer stands"), max_length=1000, blank=True, null=True)
    retracted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    retracted_at = models.DateTimeField(null=True)

    objects = AllegedQuerySet.as_manager()
