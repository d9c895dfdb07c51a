"""Who could see a case now, and why: the rules of `CaseQuerySet.visible_to`, asked for everybody at once."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import TeamUserObjectPermission, User
from casemgr.accounts.roles import ROLES
from cases.models import Case, CaseUserObjectPermission, ConferenceAttendee

WHY: dict[str, Any] = {
    "caseworker": _("caseworker of this case"),
    "named": _("named on this case"),
    "emergency": _("opened in an emergency"),
    "conference": _("for a case conference"),
    "team": _("through the case's team"),
    "role": _("sees all cases that aren't restricted"),
}


@dataclass(frozen=True)
class Seer:
    """A colleague who sees the case, and why (a key of WHY); `until` is when that ends by itself."""

    person: User
    why: str
    until: datetime.datetime | None = None

    @property
    def reason(self) -> Any:
        """Why, in words."""
        return WHY[self.why]


def colleagues(user: User) -> QuerySet[User]:
    """Colleagues of the user (who included) whose role works with cases, by name."""
    roles = [code for code, role in ROLES.items() if "view_case" in role.permissions]
    found: QuerySet[User] = User.objects.colleagues_of(user).filter(role__in=roles).order_by("name", "pk")
    return found


def who_sees(case: Case, *, by: User) -> list[Seer]:
    """Everybody of the case's organization who sees it now, by name; `by` sees it."""
    ends = dict(
        CaseUserObjectPermission.objects.filter(content_object=case).holding().values_list("user_id", "ends_at")
    )
    team = TeamUserObjectPermission.objects.filter(content_object=case.team_id).values_list("user_id", flat=True)
    of_team = set() if case.restricted or case.team_id is None else set(team)
    seats = ConferenceAttendee.objects.visible_to(by).filter(case=case).exclude(until=None)
    seated = set(seats.values_list("colleague_id", "until"))
    found = []
    for person in colleagues(by):
        why = _why(person, case, ends, of_team)
        until = ends.get(person.pk) if why == "emergency" else None
        if (person.pk, until) in seated:
            why = "conference"
        if why:
            found.append(Seer(person, why, until))
    return found


def _why(person: User, case: Case, ends: dict[Any, Any], of_team: set[Any]) -> str:
    if person.pk in ends:
        if ends[person.pk] is not None:
            return "role" if _by_role(person, case) else "emergency"
        return "caseworker" if person.pk == case.caseworker_id else "named"
    if person.role_data.scope == "team" and person.pk in of_team:
        return "team"
    return "role" if _by_role(person, case) else ""


def _by_role(person: User, case: Case) -> bool:
    return person.role_data.scope == "organization" and not case.restricted
