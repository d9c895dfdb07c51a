"""A group met: its record, and a service for each person who came."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput
from cases.codelists.services import SERVICES
from cases.models import Case, GroupSession

from .services import record_service

MOST = 60
HOUR = 60


@transaction.atomic
def record_session(
    cases: Sequence[Case],
    *,
    held_on: datetime.date,
    by: User,
    service_code: str = "group_session",
    minutes: int = HOUR,
    led_by: User | None = None,
    late_reason: str = "",
) -> GroupSession:
    """Write the group down and give each of these cases, all of which `by` must see, its service.

    Nothing of one person stands in another's case. A day more than a week ago needs a reason.
    Errors: InvalidInput, NotFound.
    """
    require(by, "record_service")
    if not cases or len(cases) > MOST:
        raise InvalidInput(_("Tick who came: one to %d people.") % MOST, field="cases")
    if service_code not in SERVICES.codes:
        raise InvalidInput(_("Choose a service of the list."), field="service_code")
    if held_on > today(by.home):
        raise InvalidInput(_("The date can't lie in the future."), field="held_on")
    if not 0 < minutes <= 24 * HOUR:
        raise InvalidInput(_("A session lasts between a minute and a day."), field="minutes")
    session = GroupSession(
        organization=by.home,
        service_code=service_code,
        held_on=held_on,
        minutes=minutes,
        led_by=led_by or by,
        created_by=by,
    )
    session.save(force_insert=True)
    for case in cases:
        record_service(
            case, service_code=service_code, on_date=held_on, late_reason=late_reason, by=by, session=session
        )
    trail.record(events.SESSION_RECORDED, by=by, subject=session, facts={"count": len(cases)})
    return session
