"""Staff: visits made alone, threats, and how an organization looks after its people."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText, KeyOwner
from casemgr.ids import public_id
from cases.querysets.base import FundQuerySet
from cases.querysets.crisis import ThreatQuerySet, VisitQuerySet

from .base import OfOrganization

MOST = 5  # of a weight: it compares colleagues, no more


class OwnKey(OfOrganization):
    """A row that is about nobody served: sealed with a key of its own."""

    class Meta:
        abstract = True

    def key_owner(self) -> KeyOwner:
        """The row's own key."""
        return KeyOwner(self.organization_id, self.pk)


class Visit(OwnKey):
    """A visit made alone. The place and the case it is about are sealed: no row tells who is visited."""

    CLEAR = frozenset("id organization public_id worker watcher back_by told started_at back_at".split())

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    worker = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    watcher = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    place = EncryptedText(_("where"), max_length=500)
    about = EncryptedText(max_length=22, null=True, blank=True, help_text="Random public id of a case")
    back_by = models.DateTimeField(_("back by"))
    told = models.PositiveSmallIntegerField(default=0, help_text="How many times others were told that it is overdue")
    started_at = models.DateTimeField(auto_now_add=True)
    back_at = models.DateTimeField(null=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organization", "back_at", "back_by"], name="visits_out")]


class ThreatReport(OwnKey):
    """A threat against staff or the organization, and what was done; written once."""

    class Kind(models.TextChoices):
        """What happened."""

        WORDS = "words", _("Threatening words")
        FOLLOWED = "followed", _("Followed or watched")
        ONLINE = "online", _("Threats or exposure online")
        DAMAGE = "damage", _("Damage to things or the house")
        VIOLENCE = "violence", _("Violence")
        LEGAL = "legal", _("Threat with a court or an authority")

    class Against(models.TextChoices):
        """Against whom."""

        SELF = "self", _("Me")
        COLLEAGUE = "colleague", _("A colleague")
        ORGANIZATION = "organization", _("The organization or its house")

    class Police(models.TextChoices):
        """Whether the police know."""

        TOLD = "told", _("The police were told")
        NOT_TOLD = "not_told", _("Not told")
        NOT_SAFE = "not_safe", _("Telling them would not be safe")

    CLEAR = frozenset("id organization public_id kind against happened_on police recorded_by recorded_at".split())

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    kind = models.CharField(_("what happened"), max_length=10, choices=Kind)
    against = models.CharField(_("against whom"), max_length=12, choices=Against)
    happened_on = models.DateField(_("when"))
    words = EncryptedText(_("in words"), max_length=2000)
    police = models.CharField(_("police"), max_length=8, choices=Police)
    measures = EncryptedText(_("what was done"), max_length=2000, blank=True, null=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = ThreatQuerySet.as_manager()


class StaffCare(OwnKey):
    """How one organization compares caseloads, and whom people may talk to after something hard."""

    CLEAR = frozenset("id organization urgent watch stay children debrief version changed_by changed_at".split())
    WEIGHTS = ("urgent", "watch", "stay", "children")

    urgent = models.PositiveSmallIntegerField(default=2, validators=[MaxValueValidator(MOST)])
    watch = models.PositiveSmallIntegerField(default=1, validators=[MaxValueValidator(MOST)])
    stay = models.PositiveSmallIntegerField(default=1, validators=[MaxValueValidator(MOST)])
    children = models.PositiveSmallIntegerField(default=1, validators=[MaxValueValidator(MOST)])
    debrief = models.BooleanField(default=True)
    debrief_with = EncryptedText(_("whom to talk to"), max_length=200, blank=True, null=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    objects = FundQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization"], name="one_staff_care")]
