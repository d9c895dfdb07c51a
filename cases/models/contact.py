"""Attempts at contact: which way, what came of it. Written once."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText
from casemgr.ids import public_id
from cases.backdating import LateReason
from cases.contact_rules import Way
from cases.querysets.base import OnCaseQuerySet

from .base import OnCase


class ContactAttempt(OnCase):
    """One try to reach the person, or their own call."""

    class Result(models.TextChoices):
        """What came of it."""

        REACHED = "reached", _("Reached the person")
        NO_ANSWER = "no_answer", _("No answer")
        SOMEONE_ELSE = "someone_else", _("Someone else answered")
        FAILED = "failed", _("Failed: number or address no longer works")
        UNSAFE = "unsafe", _("Unsafe: contact put the person at risk")

    CLEAR = frozenset(
        "id organization public_id case person way result happened_at late_reason recorded_by created_at".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    way = models.CharField(_("way of contact"), max_length=10, choices=Way)
    result = models.CharField(_("what came of it"), max_length=12, choices=Result)
    happened_at = models.DateTimeField(_("when"))
    late_reason = models.CharField(max_length=12, choices=LateReason, blank=True)
    note = EncryptedText(_("note"), max_length=1000, blank=True, null=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OnCaseQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "-happened_at"], name="contacts_of_case")]
