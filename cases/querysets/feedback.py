"""Who reads what people said without a name, and who keeps the address where they say it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self

from casemgr.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from casemgr.accounts.models import User


def reads_feedback(user: User) -> bool:
    """Supervisors, and whoever receives complaints."""
    return user.role_data.scope == "organization" or user.can("handle_complaints")


class FeedbackDoorQuerySet(ScopedQuerySet):
    """The address where words are left."""

    def visible_to(self, user: User) -> Self:
        """The organization's, for those who see cases, who give it away, and for administrators, who keep it."""
        if not (user.can("view_case") or user.can("manage_people")):
            return self._marked().none()
        return self._marked().filter(organization_id=user.organization_id)


class FeedbackCountQuerySet(ScopedQuerySet):
    """Answers, counted."""

    def visible_to(self, user: User) -> Self:
        """The organization's, for supervisors and whoever receives complaints."""
        if not reads_feedback(user):
            return self._marked().none()
        return self._marked().filter(organization_id=user.organization_id)

    def of_weeks(self, first: datetime.date, end: datetime.date) -> Self:
        """Of weeks that begin on `first` or later and before `end`."""
        return self.filter(week__gte=first, week__lt=end)


class FeedbackWordQuerySet(FeedbackCountQuerySet):
    """Words. Those about harm by staff go past the supervisors."""

    def visible_to(self, user: User) -> Self:
        """The same; harm for whoever receives complaints alone."""
        rows = super().visible_to(user)
        return rows if user.can("handle_complaints") else rows.filter(harm=False)
