"""A colleague lost their second factor: one administrator asks, a second person confirms."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casemgr.ids import public_id, uuid7

from .organization import Organization
from .user import User

if TYPE_CHECKING:
    from collections.abc import Collection

LASTS = datetime.timedelta(hours=72)


class FactorResetQuerySet(models.QuerySet):
    """Requests by where they stand."""

    def waiting(self) -> Self:
        """Asked within 72 hours and not answered."""
        return self.filter(state=FactorReset.State.ASKED, asked_at__gt=timezone.now() - LASTS)

    def of(self, person: User, *, since: datetime.datetime) -> Self:
        """About this person, asked or answered since then."""
        return self.filter(Q(asked_at__gt=since) | Q(decided_at__gt=since), person=person)


class FactorReset(models.Model):
    """A question to a second person; after 72 hours it can't be answered any more."""

    class Reason(models.TextChoices):
        """What happened to the device."""

        LOST = "lost", _("Lost")
        STOLEN = "stolen", _("Stolen or taken away")
        BROKEN = "broken", _("Broken or replaced")

    class State(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", _("Waiting")
        DONE = "done", _("Confirmed")
        REFUSED = "refused", _("Refused")

    CLEAR = frozenset("id public_id organization person asked_by asked_at reason state decided_by decided_at".split())

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(_("what happened"), max_length=8, choices=Reason)
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = FactorResetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | (~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("person"))),
                name="reset_decided_by_a_third",
            ),
            models.CheckConstraint(condition=~Q(asked_by=F("person")), name="reset_asked_by_another"),
        ]

    def __str__(self) -> str:
        return "factor reset"

    def hands(self) -> Collection[object]:
        """Who took part in it."""
        return {self.asked_by_id, self.decided_by_id} - {None}
