"""Asking a colleague to take a case over. They see that they are asked, not the case, until they accept."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText
from casemgr.ids import public_id
from cases.querysets.cases import TransferQuerySet

from .base import OnCase


class TransferRequest(OnCase):
    """From whoever hands over to one colleague; answered once."""

    class State(models.TextChoices):
        """What became of it."""

        ASKED = "asked", _("Waits for an answer")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken back")

    CLEAR = frozenset("id organization public_id case person number asked_by to state asked_at answered_at".split())

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(help_text="The case's: all that the colleague is told")
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="transfers")
    handover = EncryptedText(_("what to know for the hand-over"), max_length=2000, blank=True, null=True)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(state="asked"), name="one_transfer_at_a_time")
        ]

    @property
    def label(self) -> str:
        """The case number as people say it."""
        return f"C-{self.number:04d}"
