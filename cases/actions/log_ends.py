"""What time does to logs that belong to no case: supervisors are told, then the words end. Holds keep them."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import Organization, User
from casemgr.accounts.permissions import require
from casemgr.accounts.roles import ROLES
from casemgr.audit import events, trail
from casemgr.db.actor import Actor, acting_as
from casemgr.errors import InvalidInput, NotFound
from cases.ending_keys import destroy_surely
from cases.models import CareReminder, Incident, LogHold, Notification
from cases.rights.codes import LOGS, Basis
from cases.rights.logs import MODELS, NOTICE, Ending, LogRow, all_endings, told_on

from .holds import lift, require_reason
from .notifications import tell


def end_logs(organization_id: UUID, *, day: datetime.date | None = None) -> int:
    """Tell supervisors of one organization what ends within 30 days; end what they were told of so long. How many.

    The clock acts as the organization itself and opens nothing: it works while the organization's own key is locked.
    A second run ends nothing twice. `day` is today where it isn't given.
    """
    day = day or today(Organization.objects.get(pk=organization_id))
    actor = Actor(organization_id, organization_id, "organization", frozenset({"legal"}))
    with acting_as(actor), transaction.atomic():
        coming = all_endings(organization_id, by=day + NOTICE, day=day)
        told = told_on(coming)
        _announce([one for one in coming if one.row.pk not in told], organization_id)
        over = [one for one in coming if one.on <= day and not one.held and _since(told, one, day) <= day - NOTICE]
        for one in over:
            _end(one, organization_id)
        for basis, count in Counter(one.basis for one in over).items():
            _write_down(events.LOG_ENDED, organization_id, {"basis": str(basis), "count": count})
    return len(over)


@transaction.atomic
def hold_log(basis: str, public_id: str, *, reason: str, by: User, until: datetime.date | None = None) -> LogHold:
    """A supervisor writes down why this entry must be kept. Errors: NotFound, NotPermitted, InvalidInput."""
    require(by, "approve")
    row = find_log(basis, public_id, by)
    if isinstance(row, Incident) and row.words is None:
        raise NotFound()
    require_reason(reason, until, by)
    if LogHold.objects.visible_to(by).holding(today(by.home)).filter(subject=row.pk).exists():
        raise InvalidInput(_("A hold keeps it already."), field="reason")
    hold = LogHold(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization=by.home, basis=basis, subject=row.pk, reason=reason.strip(), until=until, placed_by=by
    )
    hold.save(force_insert=True)
    trail.record(events.LOG_HOLD_PLACED, by=by, subject=hold, facts={"basis": str(basis)})
    return hold


@transaction.atomic
def lift_log_hold(hold: LogHold, *, by: User) -> LogHold:
    """The first supervisor who says so asks; another one lifts it. Errors: those of `lift_hold`."""
    return lift(hold, LogHold, by, asked=events.LOG_HOLD_LIFT_ASKED, lifted=events.LOG_HOLD_LIFTED)


def find_log(basis: str, public_id: str, by: User) -> LogRow:
    """The entry of this log with this public id, as far as `by` sees it. Errors: NotFound."""
    if basis not in LOGS:
        raise NotFound()
    found: LogRow | None = MODELS[Basis(basis)].objects.visible_to(by).filter(public_id=public_id).first()
    if found is None:
        raise NotFound()
    return found


def _since(told: dict[UUID, datetime.date], one: Ending, day: datetime.date) -> datetime.date:
    return told.get(one.row.pk, day)


def _announce(coming: Iterable[Ending], organization_id: UUID) -> None:
    kind = CareReminder.Kind.LOG_ENDS
    found = [CareReminder(organization_id=organization_id, subject=one.row.pk, kind=kind) for one in coming]
    if not found:
        return
    CareReminder.objects.bulk_create(found)
    tell(_supervisors(organization_id), Notification.Kind.LOGS_DUE, organization_id)
    _write_down(events.LOGS_TOLD, organization_id, {"count": len(found)})


def _end(one: Ending, organization_id: UUID) -> None:
    """An incident stays as a day and numbers, without its words; of the others nothing stays."""
    key = one.row.pk  # a row that is deleted forgets it
    if isinstance(one.row, Incident):
        Incident.objects.unscoped("the organization's own clock").filter(pk=key).update(words=None)
    else:
        one.row.delete()
    destroy_surely(organization_id, key)
    CareReminder.objects.filter(subject=key, kind=CareReminder.Kind.LOG_ENDS).delete()


def _supervisors(organization_id: UUID) -> list[User]:
    roles = [code for code, role in ROLES.items() if "approve" in role.permissions]
    active = User.objects.filter(organization_id=organization_id, is_active=True, is_machine=False, role__in=roles)
    return [one for one in active.select_related("organization") if one.has_access]


def _write_down(event: str, organization_id: UUID, facts: dict[str, str | int]) -> None:
    with acting_as(None):
        trail.record(event, by=None, organization_id=organization_id, facts=facts)
