"""What rows of hard hours a person may see: crisis plans, health facts, returns, people gone, visits, threats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Q
from django.utils import timezone

from casemgr.scoping import ScopedQuerySet
from cases.querysets.base import OnCaseQuerySet
from cases.querysets.cases import CLOSED

if TYPE_CHECKING:
    import datetime

    from casemgr.accounts.models import User


class CrisisQuerySet(OnCaseQuerySet):
    """Crisis plans and checks: for everybody on the case who reads health, night staff too."""

    group = "health"


class CrisisCheckQuerySet(CrisisQuerySet):
    """Checks by time."""

    def waiting(self) -> Self:
        """Their next check was planned and not done yet, of people who may be contacted."""
        rows = self.filter(answered_at=None, next_at__isnull=False, case__person__safe_contact__stopped="")
        return rows.exclude(case__status__in=CLOSED)

    def due_by(self, moment: datetime.datetime) -> Self:
        """Waiting, and planned for then or before."""
        return self.waiting().filter(next_at__lte=moment)


class HealthFactQuerySet(OnCaseQuerySet):
    """Restricted facts of health: for few of those who read health."""

    group = "health"

    def visible_to(self, user: User) -> Self:
        """For the writer, the case's worker, health workers on the case, and who sees the whole organization."""
        rows = super().visible_to(user)
        if user.role_data.scope == "organization" or user.can("read_health_facts"):
            return rows
        return rows.filter(Q(recorded_by_id=user.pk) | Q(case__caseworker_id=user.pk))

    def holding(self) -> Self:
        """Not ended."""
        return self.filter(ended_at=None)


class KinQuerySet(OnCaseQuerySet):
    """Who may be told what, as the person chose."""

    group = "contact"

    def holding(self) -> Self:
        """Not taken back."""
        return self.filter(ended_at=None)


class WhereaboutsQuerySet(OnCaseQuerySet):
    """People missing or dead: everybody on the case has to know."""

    def holding(self) -> Self:
        """Not ended."""
        return self.filter(ended_at=None)

    def to_confirm(self) -> Self:
        """Nobody else has confirmed it yet."""
        return self.holding().filter(confirmed_at=None)


class VisitQuerySet(ScopedQuerySet):
    """Visits that a colleague makes alone: theirs, of who looks out for them, and of supervisors."""

    def visible_to(self, user: User) -> Self:
        """The user's own, those they look out for; everybody's with sight of the whole organization."""
        rows = self._marked().filter(organization_id=user.organization_id)
        if not user.can("view_case"):
            return rows.none()
        if user.role_data.scope == "organization":
            return rows
        return rows.filter(Q(worker_id=user.pk) | Q(watcher_id=user.pk))

    def out(self) -> Self:
        """Nobody has said yet that they are back."""
        return self.filter(back_at=None)

    def overdue(self) -> Self:
        """Out, past the time by which they wanted to be back."""
        return self.overdue_at(timezone.now())

    def overdue_at(self, moment: datetime.datetime) -> Self:
        """The same at another moment."""
        return self.out().filter(back_by__lte=moment)


class ThreatQuerySet(ScopedQuerySet):
    """Threats against staff or the organization: one's own entries; supervisors read all."""

    def visible_to(self, user: User) -> Self:
        """Written by the user; everybody's with sight of the whole organization."""
        rows = self._marked().filter(organization_id=user.organization_id)
        if not user.can("view_case"):
            return rows.none()
        return rows if user.role_data.scope == "organization" else rows.filter(recorded_by_id=user.pk)
