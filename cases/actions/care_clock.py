"""What time does where people may come to harm: checks not done, stops not confirmed, colleagues not back.

The clock acts as the organization itself, learns ids and times alone and opens nothing: it works while the
organization's own key is locked. A second run tells nobody twice.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from casemgr.accounts.models import User
from casemgr.accounts.roles import ROLES
from casemgr.audit import events, trail
from casemgr.db.actor import Actor, acting_as
from cases.ending_keys import destroy_surely
from cases.models import CareReminder, Notification, Visit

from .visits import watches

_LATE = "SELECT subject, kind, case_id, workers, restricted, named, author FROM app.care_late(%s) ORDER BY kind"
#: minutes past the time to be back after which somebody is told: who looks out, supervisors, everybody in charge
STEPS = (0, 15, 30)
#: how long a visit is kept once they are back; and after the time to be back, where nobody ever said so
KEPT, KEPT_OPEN = datetime.timedelta(days=7), datetime.timedelta(days=30)
TOLD = {
    CareReminder.Kind.CHECK_DUE: Notification.Kind.CRISIS_DUE,
    CareReminder.Kind.CHECK_LATE: Notification.Kind.CRISIS_LATE,
    CareReminder.Kind.CONFIRM: Notification.Kind.CONTACT_STOPPED,
}


class Late(NamedTuple):
    """Something late, by ids."""

    subject: UUID
    kind: str
    case_id: UUID
    workers: list[UUID | None]
    restricted: bool
    named: list[UUID]
    author: UUID | None


def look_after(organization_id: UUID) -> int:
    """Tell who should know of everything late in one organization. How many things were told of."""
    with acting_as(Actor(organization_id, organization_id, "organization")), transaction.atomic():
        people = _people(organization_id)
        _forget_visits(organization_id)
        return _of_cases(organization_id, people) + _of_visits(organization_id, people)


def _of_cases(organization_id: UUID, people: list[User]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_LATE, [timezone.now()])
        found = [Late(*row) for row in cursor.fetchall()]
    for late in found:
        reminder = CareReminder(organization_id=organization_id, subject=late.subject, kind=late.kind)
        reminder.save(force_insert=True)
        _remind(late, organization_id, people)
        _record(events.CARE_REMINDED, organization_id, {"kind": late.kind})
    return len(found)


def _remind(late: Late, organization_id: UUID, people: list[User]) -> None:
    """A due check is its worker's; what nobody did goes to supervisors, of a restricted case to those named on it.

    Whoever said that contact stops can't confirm it: they are left out.
    """
    people = [one for one in people if one.pk != late.author]
    kind = TOLD[CareReminder.Kind(late.kind)]
    workers = [one for one in people if one.pk in late.workers]
    supervisors = [one for one in people if one.can("approve") and (not late.restricted or one.pk in late.named)]
    due = late.kind == CareReminder.Kind.CHECK_DUE
    told = workers if due and workers else [*workers, *supervisors]
    _tell(told, kind, organization_id, late.case_id)
    if not told:  # whoever can do something about it, without the case
        _tell([one for one in people if one.can("approve") or one.can("manage_people")], kind, organization_id, None)


def _of_visits(organization_id: UUID, people: list[User]) -> int:
    count, now = 0, timezone.now()
    rows = Visit.objects.unscoped("the organization's own clock").filter(organization_id=organization_id)
    for visit in rows.overdue_at(now).select_for_update():
        due = sum(visit.back_by + datetime.timedelta(minutes=step) <= now for step in STEPS)
        for step in range(visit.told, due):
            _tell(_for_step(visit, step, people), Notification.Kind.VISIT_OVERDUE, organization_id, None)
        if due > visit.told:
            visit.told = due
            visit.save(update_fields=["told"])
            _record(events.VISIT_OVERDUE, organization_id, {"step": due})
            count += 1
    return count


def _forget_visits(organization_id: UUID) -> None:
    """Where somebody went, and to whom, is kept no longer than it may be asked for: the row, then its key."""
    now = timezone.now()
    rows = Visit.objects.unscoped("the organization's own clock").filter(organization_id=organization_id)
    old = rows.filter(Q(back_at__lt=now - KEPT) | Q(back_at=None, back_by__lt=now - KEPT_OPEN))
    for visit in old.select_for_update():
        destroy_surely(organization_id, visit.pk)
        visit.delete()


def _for_step(visit: Visit, step: int, people: list[User]) -> list[User]:
    """Who looks out; then supervisors; then administrators too. Nobody there: the next in line at once."""
    lines = (
        [one for one in people if one.pk == visit.watcher_id and watches(one)],
        [one for one in people if one.can("approve")],
        [one for one in people if one.can("approve") or one.can("manage_people")],
    )
    others = ([one for one in line if one.pk != visit.worker_id] for line in lines[step:])
    return next((line for line in others if line), [])


def _tell(people: Iterable[User], kind: str, organization_id: UUID, case_id: UUID | None) -> None:
    Notification.objects.bulk_create(
        Notification(organization_id=organization_id, recipient=one, kind=kind, case_id=case_id)
        for one in {one.pk: one for one in people}.values()
    )


def _record(event: str, organization_id: UUID, facts: dict[str, str | int]) -> None:
    with acting_as(None):
        trail.record(event, by=None, organization_id=organization_id, facts=facts)


def _people(organization_id: UUID) -> list[User]:
    active = User.objects.filter(organization_id=organization_id, is_active=True, is_machine=False)
    return [one for one in active.filter(role__in=ROLES).select_related("organization") if one.has_access]
