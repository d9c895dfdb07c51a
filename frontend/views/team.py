"""The supervisor's page: what waits, what was left lying, and who carries how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from cases.actions.staff_care import staff_care_of
from cases.models import DuplicatePair, StatutoryNotice
from cases.workload import Load, loads
from frontend.second_word import to_approve
from referrals.models import Referral

from .cases import VIEWS, view_count
from .doors import WorkerRequest, door

WATCHED = ("unassigned", "urgent", "alone", "stale", "due")


@dataclass(frozen=True)
class Row:
    """A colleague's load with the lengths of its bar, in hundredths of the heaviest."""

    load: Load
    urgent: float
    watch: float
    other: float

    @property
    def watch_from(self) -> float:
        """Where the second piece begins."""
        return self.urgent

    @property
    def other_from(self) -> float:
        """Where the third piece begins."""
        return self.urgent + self.watch


@door("assign_case", methods=("GET",))
def team(request: WorkerRequest) -> HttpResponse:
    """Counts only; each leads to the list behind it. Restricted cases count for those named on them."""
    user = request.user
    found = loads(user)
    trail.record(events.TEAM_READ, by=user, facts={"count": len(found)})
    context = {"waiting": _waiting(user), "rows": rows(found), "overdue": sum(load.overdue for load in found)}
    context["care"] = staff_care_of(user)
    return render(request, "cases/team.html", context)


def rows(found: list[Load]) -> list[Row]:
    """The loads with their bars."""
    most = max((load.open for load in found), default=0) or 1
    return [Row(load, *(_share(n, most) for n in (load.urgent, load.watch, load.other))) for load in found]


def _share(count: int, most: int) -> float:
    return round(100 * count / most, 2)


def _waiting(user: User) -> list[dict[str, Any]]:
    return [
        {"label": VIEWS[name].label, "count": view_count(name, user), "url": f"{reverse('cases')}?view={name}"}
        for name in WATCHED
    ] + [
        *_second_word(user),
        {"label": _("Referrals without an answer"), "count": _offers(user), "url": reverse("referrals_waiting")},
        *_pairs(user),
        {"label": _("Work due today or overdue"), "count": None, "url": f"{reverse('today')}?whose=team"},
    ]


def _second_word(user: User) -> list[dict[str, Any]]:
    """What waits for approval, and statutory notices that are late, for who approves and reviews them."""
    if not user.can("approve"):
        return []
    late = StatutoryNotice.objects.visible_to(user).late().count()
    return [
        {"label": _("Waiting for approval"), "count": to_approve(user), "url": reverse("approvals")},
        {"label": _("Statutory notices past their time"), "count": late, "url": reverse("notices")},
    ]


def _pairs(user: User) -> list[dict[str, Any]]:
    """Cases that may be of one person, for who may merge them."""
    if not user.can("merge_cases"):
        return []
    count = DuplicatePair.objects.visible_to(user).open().count()
    return [{"label": _("Possible duplicates"), "count": count, "url": reverse("duplicates")}]


def _offers(user: User) -> int:
    return Referral.objects.visible_to(user).sent_by(user).awaiting_answer().count()
