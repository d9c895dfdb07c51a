"""The first of two keys to statistics: the organization's written agreement (the second is the person's consent)."""

from __future__ import annotations

import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemgr.ids import uuid7

from .organization import Organization
from .user import User


class Family(models.TextChoices):
    """What kind of tables an agreement covers. Each list of tables is of one family; the door asks for it by name."""

    PEOPLE = "people", _("Who people are and what happened to them (CTDC's variables)")
    SERVICES = "services", _("Services that people received, declined or could not get")
    REFERRALS = "referrals", _("What became of referrals")
    EQUITY = "equity", _("Who receives services: language, disability, race and ethnicity")


def every_family() -> list[str]:
    """What an agreement covers unless it says less."""
    return list(Family.values)


class StatisticsAgreementQuerySet(models.QuerySet):
    """Agreements by time."""

    def active_on(self, day: datetime.date) -> Self:
        """Agreements in force on that day: started, not past their end, not ended early."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), starts_on__lte=day, ends_on__gt=day)

    def covering(self, family: str) -> Self:
        """Agreements that cover tables of this family."""
        return self.filter(covers__contains=[family])


class StatisticsAgreement(models.Model):
    """One version of what an organization agreed to, in writing and for a time: its people's statistics may be pooled.

    A version is never changed: the database lets it be ended, once, and nothing else. Other terms are a new version.
    `people_at_most` is the organization's own public upper bound of its people; it is declared, never counted.
    """

    CLEAR = frozenset(
        "id organization signed_by starts_on ends_on ended_on created_at number covers signatory_name signatory_role "
        "reference people_at_most end_reason".split()
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="agreements")
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signatory_name = models.CharField(_("name of who signed"), max_length=150, blank=True)
    signatory_role = models.CharField(_("their role"), max_length=150, blank=True)
    reference = models.CharField(_("where the signed paper is"), max_length=200, blank=True)
    covers = ArrayField(models.CharField(max_length=20, choices=Family), default=every_family)
    people_at_most = models.PositiveIntegerField(_("at most this many people (declared)"), null=True)
    starts_on = models.DateField(_("start"))
    ends_on = models.DateField(_("end"))
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(_("why it ended early"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StatisticsAgreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=models.F("starts_on")), name="agreement_has_time"),
            models.CheckConstraint(
                condition=Q(covers__contained_by=list(Family.values)) & ~Q(covers=[]), name="agreement_covers_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.ends_on}"

    @property
    def covers_words(self) -> list[str]:
        """What it covers, in words."""
        return [str(Family(code).label) for code in self.covers]
