"""What was told to others outside the program: by phone, on paper, by going along. Names of kinds, never values."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText
from casemgr.ids import public_id
from cases.querysets.base import OnCaseQuerySet

from .base import OnCase


class ManualDisclosure(OnCase):
    """One telling; written once."""

    class Way(models.TextChoices):
        """How it was told."""

        PHONE = "phone", _("By phone")
        PAPER = "paper", _("On paper")
        MAIL = "mail", _("By mail or message")
        IN_PERSON = "in_person", _("In person, going along")
        PORTAL = "portal", _("Through a portal")

    class Ground(models.TextChoices):
        """Why it was allowed."""

        CONSENT = "consent", _("The person agreed")
        VITAL = "vital", _("Life or safety was in danger")
        LAW = "law", _("The law demanded it")

    CLEAR = frozenset(
        "id organization public_id case person way ground categories told_on recorded_by recorded_at".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    recipient = EncryptedText(_("to whom"), max_length=300)
    categories = ArrayField(models.CharField(max_length=20), help_text="Kinds of data told")
    way = models.CharField(_("how"), max_length=10, choices=Way)
    ground = models.CharField(_("on what ground"), max_length=8, choices=Ground)
    why = EncryptedText(_("why"), max_length=500, blank=True, null=True)
    told_on = models.DateField(_("when"))
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = OnCaseQuerySet.as_manager()
