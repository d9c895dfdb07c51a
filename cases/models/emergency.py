"""A case opened in an emergency: by whom, why, until when, and what a supervisor found afterwards."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText
from casemgr.ids import public_id
from cases.querysets.cases import EmergencyQuerySet

from .base import OnCase

LONGEST = datetime.timedelta(hours=12)  # the constraint says so too


class EmergencyAccess(OnCase):
    """Sight of a case for some hours, without anybody's leave; a supervisor looks at it afterwards."""

    class Reason(models.TextChoices):
        """Why it couldn't wait."""

        DANGER = "danger", _("Danger to life or safety")
        MEDICAL = "medical", _("Medical emergency")
        MISSING = "missing", _("The person is missing")
        DEADLINE = "deadline", _("A deadline today, and the caseworker can't be reached")
        OTHER = "other", _("Something else")

    class Verdict(models.TextChoices):
        """What the supervisor found."""

        JUSTIFIED = "justified", _("It was right")
        TRAINING = "training", _("Not needed; talked about with the colleague")
        MISUSE = "misuse", _("Misuse: followed up")

    CLEAR = frozenset(
        "id organization public_id case person opened_by reason began_at ends_at ended_at reviewed_by reviewed_at "
        "verdict".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    opened_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("why"), max_length=10, choices=Reason)
    words = EncryptedText(_("what happened"), max_length=2000)
    began_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(_("until"))
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Ended before its time")
    reviewed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    review = EncryptedText(_("what was found"), max_length=2000, null=True, blank=True)

    objects = EmergencyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("began_at")) & Q(ends_at__lte=F("began_at") + LONGEST),
                name="emergency_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("opened_by")), name="emergency_reviewed_by_another"
            ),
        ]
        indexes = [models.Index(fields=["organization", "reviewed_at", "began_at"], name="emergency_to_review")]

    def holds(self) -> bool:
        """Whether it opens the case now."""
        return self.ended_at is None and self.ends_at > timezone.now()
