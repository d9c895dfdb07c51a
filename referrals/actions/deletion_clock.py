"""What time does when whoever was asked to delete what they hold says nothing, or nobody has asked them yet.

The clock acts as the organization itself, learns ids alone and opens nothing.
"""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from casemgr.accounts.clock import today
from casemgr.accounts.models import Organization, User
from casemgr.accounts.roles import ROLES
from casemgr.audit import events, trail
from casemgr.db.actor import acting_as
from cases.actions.notifications import tell
from cases.models import DataRequest, Notification
from referrals.alerts import as_organization

_LATE = "SELECT request_id, public_id, case_id, workers, restricted, named FROM app.deletions_late(%s, %s)"


class Late(NamedTuple):
    """A request of a person with somebody who said nothing, by ids; without the case while that is sealed."""

    request_id: UUID
    public_id: str
    case_id: UUID | None
    workers: list[UUID | None]
    restricted: bool
    named: list[UUID]


def remind_of_deletions(organization_id: UUID) -> int:
    """Tell who works on requests of which something is late, and supervisors. How many; again after two weeks."""
    day = today(Organization.objects.get(pk=organization_id))
    with acting_as(as_organization(organization_id)), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_LATE, [day, timezone.now()])
            found = [Late(*row) for row in cursor.fetchall()]
        people = _people(organization_id) if found else []
        for late in found:
            _remind(late, people, organization_id)
    return len(found)


def _remind(late: Late, people: list[User], organization_id: UUID) -> None:
    workers = [one for one in people if one.pk in late.workers]
    above = [one for one in people if one.can("approve") and (not late.restricted or one.pk in late.named)]
    kind = Notification.Kind.DELETION_LATE
    tell([*workers, *above], kind, organization_id, case_id=late.case_id, about=late.public_id)
    with acting_as(None):
        about = DataRequest(pk=late.request_id)
        trail.record(events.DELETION_REMINDED, by=None, subject=about, organization_id=organization_id)


def _people(organization_id: UUID) -> list[User]:
    active = User.objects.filter(organization_id=organization_id, is_active=True, is_machine=False, role__in=ROLES)
    found = [one for one in active.select_related("organization") if one.has_access]
    return [one for one in found if one.can("view_case")]
