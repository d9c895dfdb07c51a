"""The first of two keys to statistics: the organization's written agreement (the second is the person's consent)."""

from __future__ import annotations

import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemgr.ids import uuid7

from .organization import Organization
from .user import User


class StatisticsAgreementQuerySet(models.QuerySet):
    """Agreements by time."""

    def active_on(self, day: datetime.date) -> Self:
        """Agreements in force on that day: started, not past their end, not ended early."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), starts_on__lte=day, ends_on__gt=day)


class StatisticsAgreement(models.Model):
    """An organization agrees, in writing and for a time, that its people's statistics may be pooled."""

    CLEAR = frozenset("id organization signed_by starts_on ends_on ended_on created_at".split())

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="agreements")
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField(_("start"))
    ends_on = models.DateField(_("end"))
    ended_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StatisticsAgreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=models.F("starts_on")), name="agreement_has_time")
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.ends_on}"
