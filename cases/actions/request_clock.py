"""What time does to requests of authorities: an answer comes due, and a ban on telling the person ends. Each told once.

The clock acts as the organization itself. It is told ids and days, restricted cases included, and opens nothing: it
works while the organization's own key is locked.
"""

from __future__ import annotations

import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from casemgr.accounts.clock import today
from casemgr.accounts.models import Organization
from casemgr.audit import events, trail
from casemgr.db.actor import Actor, acting_as
from cases.models import LegalRequest, Notification, RequestReminder

from .deadline_clock import legal_people
from .notifications import tell

_NEAR = """SELECT request_id, public_id, case_id, kind, due_on, workers, restricted, named
    FROM app.requests_near(%s, %s)"""
#: how long before an answer is due people are told
AHEAD = datetime.timedelta(days=3)
TOLD = {
    RequestReminder.Kind.DUE: Notification.Kind.REQUEST_DUE,
    RequestReminder.Kind.UNBARRED: Notification.Kind.REQUEST_UNBARRED,
}


class Near(NamedTuple):
    """A request that somebody must look at, by ids."""

    request_id: UUID
    public_id: str
    case_id: UUID
    kind: str
    due_on: datetime.date
    workers: list[UUID | None]
    restricted: bool
    named: list[UUID]


def remind_of_requests(organization_id: UUID) -> int:
    """Tell who works on an organization's requests and who may decide them. How many; a second run tells none."""
    day = today(Organization.objects.get(pk=organization_id))
    with acting_as(Actor(organization_id, organization_id, "organization")), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_NEAR, [timezone.now() + AHEAD, day])
            found = [Near(*row) for row in cursor.fetchall()]
        for near in found:
            _remind(near, organization_id)
    return len(found)


def _remind(near: Near, organization_id: UUID) -> None:
    reminder = RequestReminder(
        organization_id=organization_id, request_id=near.request_id, kind=near.kind, due_on=near.due_on
    )
    reminder.save(force_insert=True)
    people = legal_people(organization_id)
    workers = [one for one in people if one.pk in near.workers and one.can("edit_case")]
    above = [one for one in people if one.can("approve") and (not near.restricted or one.pk in near.named)]
    kind = TOLD[RequestReminder.Kind(near.kind)]
    tell([*workers, *above], kind, organization_id, case_id=near.case_id, about=near.public_id)
    if not above:  # nobody who may decide sees the case: somebody has to name one
        tell([one for one in people if one.can("approve") or one.can("manage_people")], kind, organization_id)
    with acting_as(None):
        facts: dict[str, str | int] = {"kind": near.kind}
        about = LegalRequest(pk=near.request_id)
        trail.record(events.REQUEST_REMINDED, by=None, subject=about, organization_id=organization_id, facts=facts)
