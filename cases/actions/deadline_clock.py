"""What time does to legal deadlines: those who work on them are warned, and supervisors hear of what passed, once.

Where nobody who works on one is left, supervisors are warned in their place.

The clock acts as the organization itself. It is told ids and days, restricted cases included, and opens nothing: it
works while the organization's own key is locked.
"""

from __future__ import annotations

import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction

from casemgr.accounts.clock import today
from casemgr.accounts.models import Organization, User
from casemgr.accounts.roles import ROLES, Role
from casemgr.audit import events, trail
from casemgr.db.actor import Actor, acting_as
from cases.models import Deadline, DeadlineReminder, Notification

from .notifications import tell

_NEAR = """SELECT deadline_id, public_id, case_id, kind, due_on, workers, restricted, named
    FROM app.deadlines_near(%s)"""


class Near(NamedTuple):
    """A deadline that comes near or passed, by ids."""

    deadline_id: UUID
    public_id: str
    case_id: UUID
    kind: str
    due_on: datetime.date
    workers: list[UUID | None]
    restricted: bool
    named: list[UUID]


def remind_of_deadlines(organization_id: UUID) -> int:
    """Tell who should know of an organization's deadlines. How many were told of; a second run tells none."""
    day = today(Organization.objects.get(pk=organization_id))
    with acting_as(Actor(organization_id, organization_id, "organization")), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_NEAR, [day])
            found = [Near(*row) for row in cursor.fetchall()]
        for near in found:
            _remind(near, organization_id)
    return len(found)


def _remind(near: Near, organization_id: UUID) -> None:
    reminder = DeadlineReminder(
        organization_id=organization_id, deadline_id=near.deadline_id, kind=near.kind, due_on=near.due_on
    )
    reminder.save(force_insert=True)
    people = legal_people(organization_id)
    workers = [one for one in people if one.pk in near.workers and one.can("edit_case")]
    above = [one for one in people if one.can("approve") and (not near.restricted or one.pk in near.named)]
    passed = near.kind == DeadlineReminder.Kind.PASSED
    kind = Notification.Kind.DEADLINE_PASSED if passed else Notification.Kind.DEADLINE_SOON
    reached = [one for one in workers if one.pk in near.named or one in above]
    higher = passed or not reached  # nobody who works on it and sees the case is left: it doesn't wait until it passed
    told = [*workers, *above] if higher else workers
    tell(told, kind, organization_id, case_id=near.case_id, about=near.public_id)
    if higher and not above:  # nobody who supervises sees the case: somebody has to name one
        tell([one for one in people if one.can("approve") or one.can("manage_people")], kind, organization_id)
    with acting_as(None):
        facts: dict[str, str | int] = {"kind": near.kind}
        about = Deadline(pk=near.deadline_id)
        trail.record(events.DEADLINE_REMINDED, by=None, subject=about, organization_id=organization_id, facts=facts)


def legal_people(organization_id: UUID) -> list[User]:
    """Who works on what is legal there, supervises or administers."""
    roles = [code for code, role in ROLES.items() if _concerns(role)]
    active = User.objects.filter(organization_id=organization_id, is_active=True, is_machine=False)
    return [one for one in active.filter(role__in=roles) if one.has_access]


def _concerns(role: Role) -> bool:
    works = "edit_case" in role.permissions and "legal" in role.reads
    return works or bool(role.permissions & {"approve", "manage_people"})
