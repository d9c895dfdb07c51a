"""An import: its staged file (sealed with a key of its own), how far it came, and what was wrong with which row."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText, KeyOwner
from casemgr.ids import public_id
from cases.querysets.base import OwnOrganizationQuerySet

from .base import OfOrganization


class ImportBatch(OfOrganization):
    """One file on its way in. Positions and counts are kept so that a crash resumes where it stopped."""

    class State(models.TextChoices):
        """How far it came."""

        SKETCH = "sketch", _("Columns to be told")
        STAGED = "staged", _("Waiting")
        RUNNING = "running", _("Running")
        FINISHED = "finished", _("Finished")
        REFUSED = "refused", _("Refused")
        CANCELLED = "cancelled", _("Cancelled")

    CLEAR = frozenset(
        "id organization public_id mapping mapping_digest file_digest format dry_run state rows_total rows_done "
        "rows_imported rows_refused started_by created_at started_at finished_at cancel_requested".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    mapping = models.CharField(max_length=40)
    mapping_digest = models.CharField(max_length=64, blank=True)
    file_digest = models.CharField(max_length=64, blank=True, help_text="Keyed hash: the same file again")
    format = models.CharField(max_length=8)
    dry_run = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.STAGED)
    rows_total = models.PositiveIntegerField(null=True, blank=True)
    rows_done = models.PositiveIntegerField(default=0)
    rows_imported = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)
    started_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = OwnOrganizationQuerySet.as_manager()

    def key_owner(self) -> KeyOwner:
        """The batch's own data key seals its staged file."""
        return KeyOwner(self.organization_id, self.pk)


class ImportMapping(OfOrganization):
    """What the columns of an organization's own files mean, kept for the next file; sealed under a key of its own."""

    CLEAR = frozenset("id organization public_id name saved_by saved_at".split())

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    name = models.CharField(_("name"), max_length=40)
    text = EncryptedText(max_length=262_144, help_text="TOML, as cases.importing.mapping reads it")
    saved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(auto_now=True)

    objects = OwnOrganizationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="one_mapping_of_a_name")]

    def key_owner(self) -> KeyOwner:
        """A key of the mapping's own."""
        return KeyOwner(self.organization_id, self.pk)


class ImportRow(OfOrganization):
    """What became of one row: imported (its digest stops a second time) or refused (column and reason's code)."""

    CLEAR = frozenset("id organization batch row_number row_digest imported column problem value_kind case".split())

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    row_number = models.PositiveIntegerField()
    row_digest = models.CharField(max_length=64, blank=True, help_text="Keyed hash of the row or its own number")
    imported = models.BooleanField(default=False)
    column = models.CharField(max_length=80, blank=True)
    problem = models.CharField(max_length=40, blank=True)
    value_kind = models.CharField(max_length=40, blank=True)
    case = models.ForeignKey("cases.Case", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = OwnOrganizationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "row_digest"],
                condition=models.Q(imported=True),
                name="row_imported_once_per_org",
            )
        ]
        indexes = [models.Index(fields=["batch", "row_number"], name="rows_of_import")]
