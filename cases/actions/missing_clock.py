"""Supervisors are told once more of a resident who is missing when nobody decided in time.

The clock acts as the organization itself and opens nothing: it works while the organization's own key is locked.
"""

from __future__ import annotations

from uuid import UUID

from django.db import connection, transaction

from casemgr.accounts.models import User
from casemgr.accounts.roles import ROLES
from casemgr.audit import events, trail
from casemgr.db.actor import Actor, acting_as
from cases.models import Missing, Notification


def remind_of_missing(organization_id: UUID) -> int:
    """Tell supervisors of one organization; how many were told of. A second run tells none."""
    with acting_as(Actor(organization_id, organization_id, "organization")), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT missing_id, case_id, restricted, named FROM app.missing_due()")
            due = cursor.fetchall()
        for missing_id, case_id, restricted, named in due:
            _tell_of_missing(organization_id, missing_id, case_id, named if restricted else None)
    return len(due)


def _tell_of_missing(organization_id: UUID, missing_id: UUID, case_id: UUID, named: list[UUID] | None) -> None:
    """A line for each supervisor; without the case for those who can't see it."""
    roles = [code for code, role in ROLES.items() if "keep_shelter" in role.permissions]
    people = User.objects.filter(organization_id=organization_id, is_active=True, is_machine=False, role__in=roles)
    Notification.objects.bulk_create(
        Notification(
            organization_id=organization_id,
            recipient=one,
            kind=Notification.Kind.MISSING_WAITS,
            case_id=case_id if named is None or one.pk in named else None,
        )
        for one in people
        if one.has_access
    )
    with acting_as(None):
        subject = Missing(pk=missing_id)
        trail.record(events.MISSING_REMINDED, by=None, subject=subject, organization_id=organization_id)
