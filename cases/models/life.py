"""What people read of a case over time: stages, safety levels, restrictions, each with its reason. Written once."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText
from cases.querysets.base import OnCaseQuerySet

from .base import OnCase
from .case import Case


class StageChange(OnCase):
    """From one stage to another; closing says why in a code, reopening in words."""

    class Reason(models.TextChoices):
        """Why a case was closed."""

        GOALS_REACHED = "goals_reached", _("Goals reached")
        DECLINED = "declined", _("The person wants no further help")
        LOST_CONTACT = "lost_contact", _("Contact lost")
        MOVED = "moved", _("Moved away")
        RETURNED = "returned", _("Returned to the home country")
        TRANSFERRED = "transferred", _("Another organization goes on")
        OTHER_SERVICE = "other_service", _("Other services fit better")
        DUPLICATE = "duplicate", _("Recorded twice")
        DIED = "died", _("The person died")
        OTHER = "other", _("Another reason")

    CLEAR = frozenset("id organization case person before after reason changed_by created_at".split())

    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    before = models.CharField(max_length=20, choices=Case.Status)
    after = models.CharField(max_length=20, choices=Case.Status)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason, blank=True)
    note = EncryptedText(_("in words"), max_length=1000, blank=True, null=True)
    changed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OnCaseQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "-created_at"], name="stages_of_case")]


class Restriction(OnCase):
    """That a case was hidden from those not named on it, or shown to them again, and why."""

    CLEAR = frozenset("id organization case person restricted changed_by created_at".split())

    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    restricted = models.BooleanField()
    reason = EncryptedText(_("why"), max_length=1000)
    changed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OnCaseQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "-created_at"], name="restrictions_of_case")]


class RiskChange(OnCase):
    """From one safety level to another, and why."""

    CLEAR = frozenset("id organization case person before after changed_by created_at".split())

    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    before = models.CharField(max_length=10, choices=Case.Risk, blank=True)
    after = models.CharField(max_length=10, choices=Case.Risk, blank=True)
    reason = EncryptedText(_("why"), max_length=1000, blank=True, null=True)
    changed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OnCaseQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "-created_at"], name="risks_of_case")]
