"""A file of a case. Its bytes lie sealed in a folder; here is what is told about it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText
from casemgr.ids import public_id
from cases.querysets.work import DocumentQuerySet

from .base import OnCase


class Document(OnCase):
    """Added once, never changed; deleting it destroys its key and leaves this row without title and name."""

    class Kind(models.TextChoices):
        """What it is."""

        IDENTITY = "identity", _("Identity or travel document")
        CONSENT = "consent", _("Signed consent")
        LEGAL = "legal", _("Legal paper")
        MEDICAL = "medical", _("Medical paper")
        EVIDENCE = "evidence", _("Evidence")
        LETTER = "letter", _("Letter")
        OTHER = "other", _("Other")

    CLEAR = frozenset(
        "id organization public_id case person kind media_type size scanned has_original sealed_for added_by added_at "
        "ended_by ended_at".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.OTHER)
    title = EncryptedText(_("title"), max_length=200, null=True)
    file_name = EncryptedText(_("name of the file"), max_length=255, null=True)
    digest = EncryptedText(max_length=64, null=True, help_text="SHA-256 of the file as it was added, in hex")
    media_type = models.CharField(max_length=80, help_text="As its bytes say, not as its name does")
    size = models.PositiveBigIntegerField(help_text="Bytes of the copy that people open")
    scanned = models.BooleanField(default=False, help_text="Looked at by a virus scanner")
    has_original = models.BooleanField(default=False, help_text="Evidence: the picture as it was is kept too")
    sealed_for = models.UUIDField(null=True, help_text="The person whose key the file needs, if another than `person`")
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "-added_at"], name="documents_of_case")]
