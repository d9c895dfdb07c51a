"""Facts of health that few may know: a code, sealed, apart from what whoever is on duty reads."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedDate, EncryptedText
from casemgr.ids import public_id
from cases.querysets.crisis import HealthFactQuerySet

from .base import OnCase


class HealthFact(OnCase):
    """One fact; ended, never changed. Even what it is about is sealed: a row alone tells nothing."""

    class Kind(models.TextChoices):
        """What it is; each is offered only where the organization asks it (accounts/questions.py)."""

        PREGNANCY = "pregnancy", _("Pregnancy")
        STI = "sti", _("Treatment for HIV or another sexually transmitted infection")
        TB = "tb", _("Treatment for tuberculosis")
        DISABILITY = "disability", _("Need because of a disability")
        MENTAL = "mental", _("Mental health treatment")

    CLEAR = frozenset("id organization public_id case person recorded_by recorded_at ended_by ended_at".split())

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    kind = EncryptedText(_("what it is"), max_length=12)
    expected_on = EncryptedDate(_("expected on"), null=True, blank=True)
    words = EncryptedText(_("what colleagues must know"), max_length=500, null=True, blank=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = HealthFactQuerySet.as_manager()

    @property
    def label(self) -> str:
        """What it is, in words."""
        return str(self.Kind(self.kind).label)
