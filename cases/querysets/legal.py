"""What of proceedings, deadlines, requests of authorities and conferences a person may see."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import F
from django.db.models.functions import Now

from casemgr.scoping import ScopedQuerySet
from cases.querysets.base import OnCaseQuerySet, related

if TYPE_CHECKING:
    from casemgr.accounts.models import User


class LegalQuerySet(OnCaseQuerySet):
    """Proceedings, their hearings and money, harm done by authorities: of those who read what is legal."""

    group = "legal"


class HearingQuerySet(LegalQuerySet):
    """Hearings."""

    def planned(self) -> Self:
        """To come, or without word on what became of them."""
        return self.filter(state="planned")


class HarmQuerySet(LegalQuerySet):
    """Harm done by authorities."""

    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(retracted_at=None)


class DeadlineQuerySet(LegalQuerySet):
    """Deadlines of the law."""

    def open(self) -> Self:
        """Neither met nor missed."""
        return self.filter(state="open")

    def passed(self, day: datetime.date) -> Self:
        """Open, and their day is over."""
        return self.open().filter(due_on__lt=day)

    def near(self, day: datetime.date) -> Self:
        """Open, and within their days of warning or past."""
        warning = datetime.timedelta(days=1) * F("warn_days")  # type: ignore[operator]  # F takes it from the right
        return self.open().filter(due_on__lte=day + warning)


class OnDeadlineQuerySet(ScopedQuerySet):
    """Rows that hang on a deadline."""

    def visible_to(self, user: User) -> Self:
        """Rows of deadlines visible to the user."""
        deadlines = related(self.model, "deadline").objects.visible_to(user)
        return self._marked().filter(organization_id=user.organization_id, deadline__in=deadlines.order_by())


class LegalRequestQuerySet(LegalQuerySet):
    """Requests of law enforcement and courts."""

    def proposed(self) -> Self:
        """Waiting for a second person's decision."""
        return self.filter(state="proposed")

    def waiting(self) -> Self:
        """Somebody has to do something about them."""
        return self.filter(state__in=("draft", "proposed", "decided"))

    def late(self) -> Self:
        """Not answered by the time asked for."""
        return self.waiting().filter(answer_due_at__lt=Now())


class OnRequestQuerySet(ScopedQuerySet):
    """Rows that hang on a request."""

    def visible_to(self, user: User) -> Self:
        """Rows of requests visible to the user."""
        requests = related(self.model, "request").objects.visible_to(user)
        return self._marked().filter(organization_id=user.organization_id, request__in=requests.order_by())


class UnknownRequestQuerySet(ScopedQuerySet):
    """What was asked about somebody, and answered neither yes nor no. It hangs on no case."""

    def visible_to(self, user: User) -> Self:
        """One's own entries; whoever sees the whole organization sees them all."""
        rows = self._marked().filter(organization_id=user.organization_id)
        if not (user.can("view_case") and user.reads("legal")):
            return rows.none()
        return rows if user.role_data.scope == "organization" else rows.filter(recorded_by_id=user.pk)


class ConferenceQuerySet(OnCaseQuerySet):
    """Case conferences: of everybody who sees the case, since several professions sit there."""

    def planned(self) -> Self:
        """To come, or without word on what became of them."""
        return self.filter(state="planned")
