"""What of requests about records, holds and rules of keeping a person may see."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Exists, OuterRef, Q

from casemgr.scoping import ScopedQuerySet
from cases.querysets.base import OnCaseQuerySet, related

if TYPE_CHECKING:
    from casemgr.accounts.models import User

SEALED_REQUESTS = ("sealed", "returning", "erasing")


class DataRequestQuerySet(OnCaseQuerySet):
    """What people asked for about their own records."""

    def visible_to(self, user: User) -> Self:
        """Of visible cases; while the record is sealed, those that the user worked on, and supervisors all but of
        restricted cases.
        """
        if not user.can("view_case"):
            return self._marked().none()
        seen = Exists(related(self.model, "case").objects.visible_to(user).filter(pk=OuterRef("case_id")))
        hidden = Q(recorded_by_id=user.pk) | Q(checked_by_id=user.pk) | Q(decided_by_id=user.pk)
        if user.role_data.scope == "organization":
            hidden |= Q(restricted=False)
        rows = self._marked().filter(organization_id=user.organization_id)
        return rows.filter(seen | Q(hidden, state__in=SEALED_REQUESTS))

    def open(self) -> Self:
        """Not ended."""
        return self.filter(state__in=("asked", "checked", *SEALED_REQUESTS))

    def to_answer(self) -> Self:
        """Open, and waiting for somebody here rather than for time to pass."""
        return self.filter(state__in=("asked", "checked", "returning"))


class OnRequestQuerySet(ScopedQuerySet):
    """Rows that hang on a person's request."""

    def visible_to(self, user: User) -> Self:
        """Rows of requests visible to the user."""
        requests = related(self.model, "request").objects.visible_to(user)
        return self._marked().filter(organization_id=user.organization_id, request__in=requests.order_by())


class LegalHoldQuerySet(OnCaseQuerySet):
    """What keeps records from being erased: seen with the case, and while that is sealed with its request."""

    def visible_to(self, user: User) -> Self:
        """Of visible cases, and of cases with a request visible to the user."""
        cases = related(self.model, "case").objects.visible_to(user)
        requests = related(self.model, "case")._meta.get_field("datarequests").related_model.objects.visible_to(user)
        seen = Exists(cases.filter(pk=OuterRef("case_id")))
        asked = Exists(requests.filter(case_id=OuterRef("case_id")))
        return self._marked().filter(seen | asked, organization_id=user.organization_id)

    def holding(self, day: datetime.date) -> Self:
        """Neither lifted nor past its day."""
        return self.filter(Q(until=None) | Q(until__gte=day), lifted_at=None)


class LogHoldQuerySet(ScopedQuerySet):
    """What keeps entries of logs that belong to no case: for supervisors."""

    def visible_to(self, user: User) -> Self:
        """The organization's own."""
        if not user.can("approve"):
            return self._marked().none()
        return self._marked().filter(organization_id=user.organization_id)

    def holding(self, day: datetime.date) -> Self:
        """Neither lifted nor past its day."""
        return self.filter(Q(until=None) | Q(until__gte=day), lifted_at=None)


class RuleQuerySet(ScopedQuerySet):
    """How long an organization keeps records: for its administrators, and for whoever sees cases there."""

    def visible_to(self, user: User) -> Self:
        """The organization's own."""
        if not (user.can("view_case") or user.can("manage_people")):
            return self._marked().none()
        return self._marked().filter(organization_id=user.organization_id)


class ErasedQuerySet(ScopedQuerySet):
    """That records were erased: for supervisors."""

    def visible_to(self, user: User) -> Self:
        """The organization's own."""
        if not user.can("approve"):
            return self._marked().none()
        return self._marked().filter(organization_id=user.organization_id)
