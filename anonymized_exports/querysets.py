"""Who sees what of statistics: those who plan, approve or audit see all; researchers see what is released."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Sum

from anonymized_exports.lifecycle import State
from casemgr.scoping import ScopedQuerySet

if TYPE_CHECKING:
    from anonymized_exports.models import Cohort
    from casemgr.accounts.models import User

OFFICERS = ("plan_export", "approve_export", "veto_export", "view_audit")


class OfficersQuerySet(ScopedQuerySet):
    """Rows for the people who make, check and audit releases; for nobody else."""

    def visible_to(self, user: User) -> Self:
        """All rows, for officers."""
        rows = self._marked()
        return rows if any(user.can(permission) for permission in OFFICERS) else rows.none()


class ReleaseQuerySet(OfficersQuerySet):
    """Releases by who asks."""

    def visible_to(self, user: User) -> Self:
        """Officers see all, researchers the released ones, others none."""
        rows = super().visible_to(user)
        if not rows.query.is_empty():
            return rows
        return self._marked().released() if user.can("download_release") else rows

    def released(self) -> Self:
        """Releases that are out, newest first."""
        return self.filter(state=State.RELEASED).order_by("-released_at")

    def locked(self, pk: object) -> Self:
        """One release, locked until the transaction ends."""
        return self.unscoped("an action locks its subject").select_for_update().filter(pk=pk)


class LedgerQuerySet(OfficersQuerySet):
    """Ledger entries by what they were spent on."""

    def rho_spent_on(self, source: str, cohort: Cohort | None = None) -> float:
        """The most ρ that was ever reserved about one person behind this door, whatever the population was called.

        Releases about everybody count for each person; those about a cohort for its people alone, and nobody is in two.
        Of `cohort`: about its people. Without: about whoever was asked about most.
        """
        entries = self.unscoped("budget counts every entry").filter(source=source)
        everybody = entries.filter(cohort=None).aggregate(total=Sum("rho"))["total"] or 0.0
        cohorts = dict(entries.exclude(cohort=None).values_list("cohort").annotate(total=Sum("rho")))
        most = max(cohorts.values(), default=0.0) if cohort is None else cohorts.get(cohort.pk, 0.0)
        return everybody + most


class PaperQuerySet(ScopedQuerySet):
    """Papers of agreements: for those of the organization who may look at what would leave."""

    def visible_to(self, user: User) -> Self:
        """Those of one's own organization."""
        rows = self._marked()
        return rows.filter(organization=user.organization) if user.can("preview_statistics") else rows.none()


class TermsQuerySet(ScopedQuerySet):
    """Acceptances of the researchers' terms: everybody sees their own, officers all."""

    def visible_to(self, user: User) -> Self:
        """One's own, or all for officers."""
        rows = self._marked()
        return rows if any(user.can(permission) for permission in OFFICERS) else rows.filter(user=user)

    def of(self, user: User, version: int) -> Self:
        """What this person said to this version."""
        return self.unscoped("whether somebody accepted decides what they get").filter(user=user, version=version)
