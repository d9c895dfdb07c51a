"""Record a service; say what became of a planned one."""

import datetime
import decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound, NotInThisState
from cases.backdating import checked, told
from cases.codelists.services import SERVICES
from cases.models import Case, GroupSession, Project, ServiceRecord
from cases.permissions import require_on_case

from .projects import pays_for


@transaction.atomic
def record_service(
    case: Case,
    *,
    service_code: str,
    by: User,
    outcome: str = ServiceRecord.Outcome.DELIVERED,
    on_date: datetime.date | None = None,
    late_reason: str = "",
    amount: decimal.Decimal | None = None,
    currency: str = "",
    detail: str | None = None,
    quantity: decimal.Decimal | None = None,
    unit: str = "",
    session: GroupSession | None = None,
    project: Project | None = None,
) -> ServiceRecord:
    """Write down a service of the catalogue on a day (default today); only planned ones may lie in the future.

    More than a week ago it needs a reason.
    `project` paid for it; None: who pays for such services, or for this case.
    """
    require_on_case(by, "record_service", case)
    day = on_date or today(by.home)
    if service_code not in SERVICES.codes:
        raise InvalidInput(_("Choose a service of the list."), field="service_code")
    if outcome != ServiceRecord.Outcome.PLANNED and day > today(by.home):
        raise InvalidInput(_("A service given can't lie in the future. Record it as planned."), field="on_date")
    late = checked(day, late_reason, today=today(by.home))
    if amount is not None and (amount <= 0 or not currency):
        raise InvalidInput(_("Give an amount above zero, with its currency."), field="amount")
    if (quantity is None) != (unit == "") or (quantity is not None and quantity <= 0):
        raise InvalidInput(_("Give how much together with its unit, above zero."), field="quantity")
    if project and not Project.objects.visible_to(by).filter(pk=project.pk).exists():
        raise NotFound()
    record = ServiceRecord(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=case.organization_id,
        case=case,
        person_id=case.person_id,
        service_code=service_code,
        outcome=outcome,
        on_date=day,
        late_reason=late,
        amount=amount,
        currency=currency,
        detail=detail or None,
        quantity=quantity,
        unit=unit,
        session=session,
        project=project or pays_for(case, service_code, day, by),
        recorded_by=by,
    )
    record.save(force_insert=True)
    case.save(update_fields=["updated_at"])
    trail.record(events.SERVICE_RECORDED, by=by, subject=record, facts={"outcome": outcome} | told(day, late))
    return record


@transaction.atomic
def settle_service(
    record: ServiceRecord, *, outcome: str, by: User, on_date: datetime.date | None = None, late_reason: str = ""
) -> ServiceRecord:
    """Say what became of a planned service: given, declined by the person, not to be had; with a reason if long ago.

    Errors: NotFound, NotInThisState (only planned ones are open), InvalidInput.
    """
    require_on_case(by, "record_service", record.case)
    rows = ServiceRecord.objects.visible_to(by).select_for_update(of=("self",)).select_related("case")
    current: ServiceRecord | None = rows.filter(pk=record.pk).first()
    if current is None:
        raise NotFound()
    if current.outcome != ServiceRecord.Outcome.PLANNED:
        raise NotInThisState(_("What became of this service was said already."))
    day = on_date or today(by.home)
    if outcome not in ServiceRecord.Outcome.values or outcome == ServiceRecord.Outcome.PLANNED:
        raise InvalidInput(_("Choose what became of it."), field="outcome")
    if day > today(by.home):
        raise InvalidInput(_("The date can't lie in the future."), field="on_date")
    late = checked(day, late_reason, today=today(by.home))
    current.outcome, current.on_date, current.late_reason = outcome, day, late
    current.settled_by, current.settled_at = by, timezone.now()
    current.save(update_fields=["outcome", "on_date", "late_reason", "settled_by", "settled_at"])
    current.case.save(update_fields=["updated_at"])
    trail.record(events.SERVICE_SETTLED, by=by, subject=current, facts={"outcome": outcome} | told(day, late))
    return current
