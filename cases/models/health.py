"""What whoever is on duty must know at once: medicine and allergies. Nothing else of somebody's health stands here.

HIV, pregnancy and therapy belong into notes of a restricted kind.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText
from casemgr.ids import public_id
from cases.querysets.work import HealthAlertQuerySet

from .base import OnCase


class HealthAlert(OnCase):
    """One medicine, allergy or thing to do in an emergency; ended, never changed."""

    class Kind(models.TextChoices):
        """What it is."""

        ALLERGY = "allergy", _("Allergy")
        MEDICINE = "medicine", _("Medicine")
        EMERGENCY = "emergency", _("In an emergency")

    CLEAR = frozenset("id organization public_id case person kind recorded_by recorded_at ended_by ended_at".split())

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    words = EncryptedText(_("what"), max_length=300)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = HealthAlertQuerySet.as_manager()
