"""What must be seen at once on a case: a crisis plan, a check that waits, contact that has stopped."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from casemgr.accounts.models import User
from cases.models import Case, CrisisCheck, CrisisPlan, VoluntaryReturn


@dataclass(frozen=True)
class Care:
    """For one reader: nothing where their role doesn't read it."""

    planned: bool
    check: CrisisCheck | None
    gone: str

    @property
    def overdue(self) -> bool:
        """Whether the check should have been done by now."""
        return bool(self.check and self.check.next_at and self.check.next_at <= timezone.now())


def care_of(user: User, case: Case) -> Care:
    """Codes and times alone: nothing sealed is opened."""
    stopped = case.person.safe_contact.stopped
    if not user.reads("health"):
        return Care(False, None, stopped)
    planned = CrisisPlan.objects.visible_to(user).filter(case=case).exists()
    waiting = CrisisCheck.objects.visible_to(user).waiting().filter(case=case).order_by("next_at").first()
    return Care(planned, waiting, stopped)


def newest_return(user: User, case: Case) -> VoluntaryReturn | None:
    """The return under way, or the last one."""
    rows = VoluntaryReturn.objects.visible_to(user).filter(case=case)
    return rows.select_related("case__person", "interpreter", "guardian").order_by("-opened_at", "-id").first()


def checks_due(user: User, *, team: bool) -> list[CrisisCheck]:
    """Checks due by now or within the next hours, of one's own caseload or of all one sees."""
    soon = timezone.now() + datetime.timedelta(hours=12)
    rows = CrisisCheck.objects.visible_to(user).due_by(soon).select_related("case__person")
    if not team:
        mine = Case.objects.visible_to(user).in_caseload_of(user)
        rows = rows.filter(case__in=mine.order_by())
    return list(rows.order_by("next_at")[:15])
