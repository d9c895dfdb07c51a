"""What became of a complaint about staff. Codes only: what is found out belongs into no case system."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.querysets.notes import ComplaintStepQuerySet

from .base import OfOrganization


class ComplaintStep(OfOrganization):
    """One step with a complaint (a note of that kind), by whoever receives complaints. Its author sees them too."""

    class Kind(models.TextChoices):
        """What was done."""

        RECEIVED = "received", _("Received")
        LOOKING = "looking", _("Being looked into")
        PASSED_ON = "passed_on", _("Passed on to the board or an authority")
        UPHELD = "upheld", _("Settled: it was right")
        NOT_UPHELD = "not_upheld", _("Settled: not confirmed")

    SETTLED = ("upheld", "not_upheld")
    CLEAR = frozenset("id organization note kind done_by done_at".split())

    note = models.ForeignKey("cases.Note", on_delete=models.PROTECT, related_name="complaint_steps")
    kind = models.CharField(_("what was done"), max_length=10, choices=Kind)
    done_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(auto_now_add=True)

    objects = ComplaintStepQuerySet.as_manager()

    class Meta:
        ordering = ["done_at"]
