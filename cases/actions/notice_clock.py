"""What time does to statutory notices: people are reminded of what wasn't sent or reviewed in time, each time once.

The clock acts as the organization itself. It is told ids and times of what is late, restricted cases included, and
opens nothing: it works while the organization's own key is locked.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction

from casemgr.accounts.models import User
from casemgr.accounts.roles import ROLES
from casemgr.audit import events, trail
from casemgr.db.actor import Actor, acting_as
from cases.models import NoticeReminder, Notification, StatutoryNotice

from .notifications import tell

_LATE = "SELECT notice_id, public_id, case_id, kind, workers, restricted, named FROM app.notices_late()"


class Late(NamedTuple):
    """A notice that is late, by ids: its workers are told of what wasn't sent, supervisors of everything."""

    notice_id: UUID
    public_id: str
    case_id: UUID
    kind: str
    workers: list[UUID | None]
    restricted: bool
    named: list[UUID]


def remind_of_notices(organization_id: UUID) -> int:
    """Tell who should know of the late notices of one organization. How many were told of; a second run tells none."""
    with acting_as(Actor(organization_id, organization_id, "organization")), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_LATE)
            found = [Late(*row) for row in cursor.fetchall()]
        for late in found:
            _remind(late, organization_id)
    return len(found)


def _remind(late: Late, organization_id: UUID) -> None:
    reminder = NoticeReminder(organization_id=organization_id, notice_id=late.notice_id, kind=late.kind)
    reminder.save(force_insert=True)
    people = _people(organization_id)
    supervisors = [one for one in people if one.can("approve") and (not late.restricted or one.pk in late.named)]
    sending = late.kind == NoticeReminder.Kind.SENDING
    workers = [one for one in people if sending and one.pk in late.workers]
    kind = Notification.Kind.NOTICE_WAITS if sending else Notification.Kind.NOTICE_REVIEW
    _tell([*workers, *supervisors], kind, organization_id, late)
    if not supervisors or late.kind == NoticeReminder.Kind.REVIEW_LATER:  # whoever can do something about it
        above = [one for one in people if one.can("approve") or one.can("manage_people")]
        _tell([one for one in above if one not in supervisors], kind, organization_id, None)
    with acting_as(None):
        facts: dict[str, str | int] = {"kind": late.kind}
        about = StatutoryNotice(pk=late.notice_id)
        trail.record(events.NOTICE_REMINDED, by=None, subject=about, organization_id=organization_id, facts=facts)


def _tell(people: Iterable[User], kind: str, organization_id: UUID, late: Late | None) -> None:
    """A line for each; without the case for those who can't see it."""
    case_id, about = (late.case_id, late.public_id) if late else (None, "")
    tell(people, kind, organization_id, case_id=case_id, about=about)


def _people(organization_id: UUID) -> list[User]:
    roles = [code for code, role in ROLES.items() if role.permissions & {"send_notice", "approve", "manage_people"}]
    active = User.objects.filter(organization_id=organization_id, is_active=True, is_machine=False)
    return [one for one in active.filter(role__in=roles) if one.has_access]
