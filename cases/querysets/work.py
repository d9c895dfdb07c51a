"""Tasks, flags, appointments, questions to a second person, documents, health."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from cases.field_groups import DOCUMENTS, unread
from cases.querysets.base import OnCaseQuerySet

if TYPE_CHECKING:
    from casemgr.accounts.models import User


class TaskQuerySet(OnCaseQuerySet):
    """Tasks and follow-ups."""

    def pending(self) -> Self:
        """Still to be done."""
        return self.filter(done_at=None, dropped_at=None)

    def overdue(self, today: datetime.date) -> Self:
        """Pending and due before today."""
        return self.pending().filter(due_on__lt=today)

    def due_between(self, first: datetime.date, last: datetime.date) -> Self:
        """Pending and due within these days, both included."""
        return self.pending().filter(due_on__range=(first, last))


class FlagQuerySet(OnCaseQuerySet):
    """Flags on cases."""

    def raised(self) -> Self:
        """Not lowered yet."""
        return self.filter(lowered_at=None)


class DocumentQuerySet(OnCaseQuerySet):
    """Documents of cases."""

    def visible_to(self, user: User) -> Self:
        """Of visible cases: of the kinds whose group the user reads, and those they added."""
        rows, hidden = super().visible_to(user), unread(user, DOCUMENTS)
        return rows.filter(Q(added_by_id=user.pk) | ~Q(kind__in=hidden)) if hidden else rows

    def kept(self) -> Self:
        """Not deleted."""
        return self.filter(ended_at=None)


class ApprovalQuerySet(OnCaseQuerySet):
    """Questions to a second person."""

    def asked(self) -> Self:
        """Not answered yet."""
        return self.filter(state="asked")

    def approved(self) -> Self:
        """Answered with yes."""
        return self.filter(state="approved")


class AppointmentQuerySet(OnCaseQuerySet):
    """Appointments."""

    def reachable(self) -> Self:
        """With people who may be contacted: neither missing nor dead."""
        return self.filter(case__person__safe_contact__stopped="")

    def planned(self) -> Self:
        """Neither kept nor missed, moved or cancelled."""
        return self.filter(state="planned")

    def between(self, first: datetime.datetime, last: datetime.datetime) -> Self:
        """Planned, and beginning within this time."""
        return self.planned().filter(starts_at__gte=first, starts_at__lt=last)


class HealthAlertQuerySet(OnCaseQuerySet):
    """Medicine and allergies."""

    group = "health"

    def holding(self) -> Self:
        """Not ended."""
        return self.filter(ended_at=None)
