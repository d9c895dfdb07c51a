"""Who helps: an organization of the directory."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from referrals.directory.codes import EntryStatus

from .base import Kept


class DirectoryOrganization(Kept):
    """An organization as the one that keeps the entry knows it.

    `member` says which organization of this server it is, if any: most partners are reached by phone and letter.
    """

    CLEAR = frozenset("member name alternate_name description email website country status".split())
    SHOWN = {"status": "active"}

    member = models.ForeignKey(
        "accounts.Organization", on_delete=models.PROTECT, null=True, blank=True, related_name="directory_entries"
    )
    name = models.CharField(_("name"), max_length=200)
    alternate_name = models.CharField(_("other name"), max_length=200, blank=True)
    description = models.TextField(_("what it does"), max_length=5000, blank=True)
    email = models.CharField(_("public e-mail address"), max_length=254, blank=True)
    website = models.CharField(_("website"), max_length=500, blank=True)
    country = models.CharField(_("country"), max_length=3, blank=True, help_text="ISO 3166-1 alpha-3")
    status = models.CharField(_("state"), max_length=10, choices=EntryStatus, default=EntryStatus.ACTIVE)

    member_id: UUID | None

    class Meta(Kept.Meta):
        constraints = [
            *Kept.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "member"], name="one_entry_per_member"),
        ]

    @property
    def is_own(self) -> bool:
        """Whether it is the entry that an organization keeps about itself."""
        return self.member_id == self.organization_id
