"""A colleague shall see much: one administrator asks, a second person confirms."""

from __future__ import annotations

import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.roles import ROLES
from casemgr.ids import public_id, uuid7

from .organization import Organization, Team
from .user import User

LASTS = datetime.timedelta(days=14)


class RoleRequestQuerySet(models.QuerySet):
    """Requests by where they stand."""

    def waiting(self) -> Self:
        """Asked within fourteen days and not answered."""
        return self.filter(state=RoleRequest.State.ASKED, asked_at__gt=timezone.now() - LASTS)


class RoleRequest(models.Model):
    """A role that takes two people to give, or a team for somebody whose role reaches as far as their teams."""

    class State(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", _("Waiting")
        DONE = "done", _("Confirmed")
        REFUSED = "refused", _("Refused")

    CLEAR = frozenset(
        "id public_id organization person role team opens_account asked_by asked_at state decided_by decided_at".split()
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_requests")
    role = models.CharField(_("role"), max_length=20, choices=[(code, role.label) for code, role in ROLES.items()])
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    opens_account = models.BooleanField(default=False, help_text="A new account, closed until this is confirmed")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = RoleRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | (~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("person"))),
                name="role_confirmed_by_a_third",
            ),
            models.CheckConstraint(condition=~Q(asked_by=F("person")), name="role_asked_by_another"),
        ]

    def __str__(self) -> str:
        return "role request"
