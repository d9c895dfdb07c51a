"""The signed paper behind an agreement to statistics: a scan or file, sealed with a key of its own."""

from __future__ import annotations

from django.db import models

from anonymized_exports.querysets import PaperQuerySet
from casemgr.scoping import ScopedModel


class AgreementPaper(ScopedModel):
    """A file that shows what was signed. Rows are only added; a better scan is another one.

    `sealed` is the file as it was added, under the key of this row and its organization. `digest` is the SHA-256 of
    the file in hex, so that whoever holds the paper's file can tell that it is the same; it says nothing about people.
    """

    CLEAR = frozenset("id organization agreement media_type size digest scanned sealed added_by added_at".split())

    organization = models.ForeignKey("accounts.Organization", on_delete=models.CASCADE, related_name="+")
    agreement = models.ForeignKey("accounts.StatisticsAgreement", on_delete=models.CASCADE, related_name="papers")
    media_type = models.CharField(max_length=80, help_text="As its bytes say, not as its name does")
    size = models.PositiveIntegerField(help_text="Bytes of the file")
    digest = models.CharField(max_length=64)
    scanned = models.BooleanField(default=False, help_text="Looked at by a virus scanner")
    sealed = models.BinaryField()
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    objects = PaperQuerySet.as_manager()

    @property
    def format(self) -> str:
        """What kind of file it is, as people say it: PDF, PNG."""
        return self.media_type.rpartition("/")[2].upper()
