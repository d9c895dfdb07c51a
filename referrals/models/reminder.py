"""What the clock has told about a referral already, so that it tells nothing twice."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.scoping import ScopedModel
from referrals.querysets import OnReferralQuerySet

from .referral import Referral


class Reminder(ScopedModel):
    """One telling. `due` is the moment it counts towards: a new deadline is reminded of anew."""

    class Kind(models.TextChoices):
        """What was told."""

        HALF = "half", _("Half of the time to decide has passed")
        NEARLY = "nearly", _("Little of the time to decide is left")
        NO_CONTACT = "no_contact", _("Accepted, and nobody was reached")

    CLEAR = frozenset("id referral kind due told_at".split())

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=12, choices=Kind)
    due = models.DateTimeField()
    told_at = models.DateTimeField(auto_now_add=True)

    objects = OnReferralQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "kind", "due"], name="one_reminder_each")]
