"""Cases, and what stands between two of them or opens one."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from casemgr.scoping import ScopedQuerySet
from cases.querysets.base import related

if TYPE_CHECKING:
    from casemgr.accounts.models import User

CLOSED = ("closed", "closed_by_referral")


class CaseQuerySet(ScopedQuerySet):
    """Cases."""

    def visible_to(self, user: User) -> Self:
        """Unrestricted cases of the organization, or those granted to the user by name, by the role's scope."""
        cases = self._marked()
        if not user.can("view_case"):
            return cases.none()
        cases = cases.filter(organization_id=user.organization_id, sealed_at=None)
        if user.role_data.scope == "organization":
            return cases.filter(Q(restricted=False) | Q(pk__in=self._granted_to(user)))
        if user.role_data.scope == "team":
            return cases.filter(pk__in=self._granted_to(user).union(self._of_teams_of(user)))
        return cases.filter(pk__in=self._granted_to(user))

    def _granted_to(self, user: User) -> Any:
        grants = related(self.model, "grants").objects.filter(user_id=user.pk)
        return grants.holding().values_list("content_object_id")

    def _of_teams_of(self, user: User) -> Any:
        teams = related(related(self.model, "team"), "grants").objects.filter(user_id=user.pk)
        unrestricted = self.model._base_manager.filter(organization_id=user.organization_id, restricted=False)
        return unrestricted.filter(team_id__in=teams.values("content_object_id")).order_by().values_list("pk")

    def standing(self) -> Self:
        """Cases that weren't merged into another."""
        return self.filter(merged_into=None)

    def open(self) -> Self:
        """Cases being worked on."""
        return self.exclude(status__in=CLOSED)

    def of_worker(self, user: User) -> Self:
        """Cases whose caseworker this is."""
        return self.filter(caseworker_id=user.pk)

    def in_caseload_of(self, user: User) -> Self:
        """Cases the user works on: as caseworker, named for good, or through a team; an emergency makes none theirs."""
        named = related(self.model, "grants").objects.filter(user_id=user.pk).lasting().values("content_object_id")
        return self.filter(Q(caseworker_id=user.pk) | Q(pk__in=named) | Q(pk__in=self._of_teams_of(user)))

    def due_by(self, day: datetime.date) -> Self:
        """Cases whose next follow-up is on that day or before."""
        return self.filter(next_follow_up__lte=day)

    def unassigned(self) -> Self:
        """Cases that nobody works on."""
        return self.filter(caseworker=None)

    def untouched_since(self, day: datetime.date) -> Self:
        """Cases with which nothing was done on that day or later."""
        return self.filter(updated_at__date__lt=day)

    def urgent_without_follow_up(self) -> Self:
        """Cases whose safety is urgent and for which nothing is planned."""
        return self.filter(risk="urgent", next_follow_up=None)


class CaseLinkQuerySet(ScopedQuerySet):
    """Links between cases: seen by whoever sees both ends."""

    def visible_to(self, user: User) -> Self:
        """Links whose two cases are both visible to the user."""
        cases = related(self.model, "case").objects.visible_to(user)
        return (
            self._marked()
            .filter(organization_id=user.organization_id)
            .filter(Exists(cases.filter(pk=OuterRef("case_id"))), Exists(cases.filter(pk=OuterRef("other_id"))))
        )

    def of_case(self, case: Any) -> Self:
        """Links that begin or end at this case."""
        return self.filter(Q(case=case) | Q(other=case))


class DuplicatePairQuerySet(CaseLinkQuerySet):
    """Pairs of cases that may be about one person."""

    def open(self) -> Self:
        """Neither said to be two people, nor merged, nor restricted since."""
        standing = {f"{end}__merged_into": None for end in ("case", "other")}
        return self.filter(dismissed_at=None, case__restricted=False, other__restricted=False, **standing)


class EmergencyQuerySet(ScopedQuerySet):
    """Emergency accesses: seen with the case, and by whoever opened it."""

    def visible_to(self, user: User) -> Self:
        """Of cases visible to the user, and the user's own."""
        cases = related(self.model, "case").objects.visible_to(user)
        rows = self._marked().filter(organization_id=user.organization_id)
        return rows.filter(Q(opened_by_id=user.pk) | Exists(cases.filter(pk=OuterRef("case_id"))))

    def to_review(self) -> Self:
        """Not looked at yet."""
        return self.filter(reviewed_at=None)

    def holding(self) -> Self:
        """Opening a case now."""
        return self.filter(ended_at=None, ends_at__gt=Now())


class TransferQuerySet(ScopedQuerySet):
    """Requests to take a case over: seen with the case, and by the colleague who is asked."""

    def visible_to(self, user: User) -> Self:
        """Of cases visible to the user, or waiting for the user's own answer."""
        cases = related(self.model, "case").objects.visible_to(user)
        own = Q(to_id=user.pk, state="asked") if user.can("view_case") else Q(pk=None)
        return (
            self._marked()
            .filter(organization_id=user.organization_id)
            .filter(own | Exists(cases.filter(pk=OuterRef("case_id"))))
        )

    def asked(self) -> Self:
        """Not answered yet."""
        return self.filter(state="asked")
