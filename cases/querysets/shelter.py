"""What of houses, stays and incidents a person may see."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from casemgr.scoping import ScopedQuerySet
from cases.querysets.base import FundQuerySet, OnCaseQuerySet, related

if TYPE_CHECKING:
    from casemgr.accounts.models import User


class OnHouseQuerySet(FundQuerySet):
    """Rows that hang on a house and name nobody."""

    def standing(self) -> Self:
        """Not taken away."""
        return self.filter(ended_at=None)


class StayQuerySet(OnCaseQuerySet):
    """Stays in houses."""

    def asked(self) -> Self:
        """A bed was asked for, and nobody came yet."""
        return self.filter(state="asked")

    def in_house(self) -> Self:
        """People who are in the house now, or out and expected back."""
        return self.filter(state="in")

    def current(self) -> Self:
        """Neither left nor taken back."""
        return self.filter(state__in=("asked", "in"))

    def to_review(self, day: datetime.date) -> Self:
        """In the house, and to be looked at again by that day."""
        return self.in_house().filter(review_on__lte=day)


class MissingQuerySet(OnCaseQuerySet):
    """Residents who didn't come back."""

    def open(self) -> Self:
        """Not found yet."""
        return self.filter(found_at=None)


class IncidentQuerySet(ScopedQuerySet):
    """Incidents: of who leads them, who is named as helping, and whoever sees the organization."""

    def visible_to(self, user: User) -> Self:
        """Those that the user leads or helps with; all of the organization for supervisors."""
        rows = self._marked()
        if not user.can("view_case"):
            return rows.none()
        rows = rows.filter(organization_id=user.organization_id)
        if user.role_data.scope == "organization":
            return rows
        helping = related(self.model, "helpers").objects.unscoped("asked about the user alone").filter(user_id=user.pk)
        return rows.filter(Q(lead_id=user.pk) | Q(pk__in=helping.values("incident_id")))

    def open(self) -> Self:
        """Not closed."""
        return self.filter(closed_at=None)


class OnIncidentQuerySet(ScopedQuerySet):
    """Rows that hang on an incident."""

    def visible_to(self, user: User) -> Self:
        """Of incidents visible to the user."""
        incidents = related(self.model, "incident").objects.visible_to(user)
        rows = self._marked().filter(organization_id=user.organization_id)
        return rows.filter(incident__in=incidents.order_by())


class IncidentHelperQuerySet(OnIncidentQuerySet):
    """Who is named as helping."""


class IncidentRowQuerySet(OnIncidentQuerySet):
    """People of an incident, by number."""

    def waiting(self) -> Self:
        """Not asked yet."""
        return self.filter(state="waiting")
