"""A partner that doesn't use the system, as the organization here that keeps it knows it."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedJSON, EncryptedText, KeyOwner
from casemgr.ids import public_id
from casemgr.scoping import ScopedModel
from cases.embassies import is_embassy
from referrals.codes import Way
from referrals.querysets import OutsideQuerySet

#: what leads somebody there: written by one person, and good once a second one has confirmed it
LEADING = ("name", "kind", "letter_name", "telephone", "address", "ask_for")
#: what one person changes alone
BESIDE = ("services", "languages", "ways", "hours")
CHECK_AFTER = datetime.timedelta(days=365)


class OutsidePartner(ScopedModel):
    """How a partner is reached. `partner` stands for it among the organizations: its name, and whether it is active.

    `written_by` wrote what leads there, `confirmed_by` is the second person. What somebody writes later waits in
    `proposed` until another confirms it: a number that one person may change alone would lead anywhere.
    """

    class Kind(models.TextChoices):
        """What it is, where people must be kept from it whatever its name in lists is; "" is anything else."""

        EMBASSY = "embassy", _("Embassy, consulate or authority of another country")

    CLEAR = frozenset(
        "id public_id organization partner kind services languages ways written_by written_at confirmed_by "
        "confirmed_at proposed_by proposed_at checked_on checked_by ended_by ended_at version".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    partner = models.OneToOneField("accounts.Organization", on_delete=models.PROTECT, related_name="outside")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, blank=True, default="", db_default="")
    services = ArrayField(models.CharField(max_length=40), default=list, blank=True, help_text="Codes of what it gives")
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True, help_text="BCP 47")
    ways = ArrayField(models.CharField(max_length=10, choices=Way), default=list)
    letter_name = EncryptedText(max_length=200, blank=True, null=True)
    telephone = EncryptedText(max_length=60, blank=True, null=True)
    address = EncryptedText(max_length=500, blank=True, null=True)
    ask_for = EncryptedText(max_length=200, blank=True, null=True)
    hours = EncryptedText(max_length=300, blank=True, null=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    proposed = EncryptedJSON(null=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    checked_on = models.DateField()
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = OutsideQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("written_by")), name="outside_confirmed_by_another"
            ),
            models.CheckConstraint(
                condition=Q(proposed_by=None, proposed_at=None)
                | Q(proposed_by__isnull=False, confirmed_by__isnull=False),
                name="outside_proposed_once_confirmed",
            ),
        ]

    def key_owner(self) -> KeyOwner:
        """A key of its own, under the organization that keeps it."""
        return KeyOwner(self.organization_id, self.pk)

    @property
    def is_pending(self) -> bool:
        """Whether nobody has confirmed it yet."""
        return self.confirmed_by_id is None and self.ended_at is None

    @property
    def is_embassy(self) -> bool:
        """Whether it is one: as it counts now, as somebody wrote it down since, or by the names it goes by."""
        waits = self.proposed or {}
        if self.Kind.EMBASSY in (self.kind, waits.get("kind")):
            return True
        return any(is_embassy(name or "") for name in (self.partner.name, self.letter_name, waits.get("letter_name")))

    @property
    def is_proposed(self) -> bool:
        """Whether somebody wrote down something else that leads there, and nobody has confirmed it."""
        return self.proposed_by_id is not None

    def is_old(self, day: datetime.date) -> bool:
        """Whether nobody has asked for a year if it is still so."""
        return self.checked_on < day - CHECK_AFTER
