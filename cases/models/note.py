"""Notes: append-only; an amendment is a new note that points at the one it mends."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText
from casemgr.ids import public_id
from cases.querysets import OnCaseQuerySet

from .base import OnCase


class Note(OnCase):
    """What a worker wrote down, sealed with the person's key."""

    class Kind(models.TextChoices):
        """What the note is about."""

        GENERAL = "general", _("General")
        CONTACT = "contact", _("Contact")
        SAFETY = "safety", _("Safety")
        HEALTH = "health", _("Health")
        LEGAL = "legal", _("Legal")

    CLEAR = frozenset("id organization public_id case person kind amends written_by happened_on created_at".split())

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.GENERAL)
    body = EncryptedText(_("note"), max_length=20000)
    happened_on = models.DateField(_("date"))
    amends = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="amendments")
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OnCaseQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "-created_at"], name="notes_of_case")]
