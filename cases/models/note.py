"""Notes: append-only; an amendment is a new note that points at the one it mends. Some kinds few may read."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText
from casemgr.ids import public_id
from cases.backdating import LateReason
from cases.querysets.base import OnCaseQuerySet
from cases.querysets.notes import RESTRICTED_NOTES, NoteQuerySet

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
        THERAPY = "therapy", _("Therapy (restricted)")
        PRIVILEGED = "privileged", _("Legal advice (restricted)")
        COMPLAINT = "complaint", _("Complaint about staff (restricted)")

    RESTRICTED = RESTRICTED_NOTES
    CLEAR = frozenset(
        "id organization public_id case person kind amends written_by happened_on late_reason moved_at "
        "created_at".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.GENERAL)
    body = EncryptedText(_("note"), max_length=20000)
    happened_on = models.DateField(_("date"))
    late_reason = models.CharField(max_length=12, choices=LateReason, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True, help_text="It stood in a wrong case until then")
    amends = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="amendments")
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "-created_at"], name="notes_of_case")]


class NoteRemoval(OnCase):
    """That a note stood here by mistake and was taken away: when, by whom, why. Never what it said."""

    class Reason(models.TextChoices):
        """Why it was taken away."""

        WRONG_PERSON = "wrong_person", _("It was about somebody else")
        NOT_AGREED = "not_agreed", _("It should never have been written down")

    CLEAR = frozenset(
        "id organization case person kind written_by written_at reason moved removed_by removed_at".split()
    )

    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Note.Kind)
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    moved = models.BooleanField(help_text="Moved to the right case; which one isn't told here")
    removed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(auto_now_add=True)

    objects = OnCaseQuerySet.as_manager()
