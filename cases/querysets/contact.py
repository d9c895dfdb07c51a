"""Which calls for help somebody sees, and who reads what was said without a name."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Exists, OuterRef, Q

from casemgr.scoping import ScopedQuerySet
from cases.querysets.base import related

if TYPE_CHECKING:
    from casemgr.accounts.models import User


class QuickContactQuerySet(ScopedQuerySet):
    """Contacts: one's own and those of whoever is on shift; those of everybody for who sees the organization."""

    def visible_to(self, user: User) -> Self:
        """For those who take contacts. One that became a case is seen with the case."""
        if not user.can("take_contacts"):
            return self._marked().none()
        rows = self._marked().filter(organization_id=user.organization_id)
        cases = related(self.model, "case").objects.visible_to(user)
        of_case = Exists(cases.filter(pk=OuterRef("case_id")))
        if user.role_data.scope == "organization":
            return rows.filter(Q(case=None) | of_case)
        return rows.filter(Q(case=None) & (Q(worker=None) | Q(worker_id=user.pk)) | of_case)

    def standing(self) -> Self:
        """Neither closed nor a case."""
        return self.filter(state__in=("open", "followed"))

    def due_by(self, day: datetime.date) -> Self:
        """To be called back on that day or before."""
        return self.standing().filter(call_on__lte=day)

    def for_shift_of(self, user: User) -> Self:
        """The user's own and nobody's."""
        return self.filter(Q(worker=None) | Q(worker_id=user.pk))


class CallTallyQuerySet(ScopedQuerySet):
    """Counts of calls."""

    def visible_to(self, user: User) -> Self:
        """The organization's, for those who take contacts."""
        if not user.can("take_contacts"):
            return self._marked().none()
        return self._marked().filter(organization_id=user.organization_id)
