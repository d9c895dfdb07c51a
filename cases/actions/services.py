"""Record a service."""

import datetime
import decimal

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput
from cases.codelists.services import SERVICES
from cases.models import Case, ServiceRecord
from cases.permissions import require_on_case


@transaction.atomic
def record_service(
    case: Case,
    *,
    service_code: str,
    by: User,
    outcome: str = ServiceRecord.Outcome.DELIVERED,
    on_date: datetime.date | None = None,
    amount: decimal.Decimal | None = None,
    currency: str = "",
    detail: str | None = None,
) -> ServiceRecord:
    """Write down a service of the catalogue on a day (default today); only planned ones may lie in the future."""
    require_on_case(by, "record_service", case)
    day = on_date or today(by.home)
    if service_code not in SERVICES.codes:
        raise InvalidInput(_("Choose a service of the list."), field="service_code")
    if outcome != ServiceRecord.Outcome.PLANNED and day > today(by.home):
        raise InvalidInput(_("A service given can't lie in the future. Record it as planned."), field="on_date")
    if amount is not None and (amount <= 0 or not currency):
        raise InvalidInput(_("Give an amount above zero, with its currency."), field="amount")
    record = ServiceRecord(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=case.organization_id,
        case=case,
        person_id=case.person_id,
        service_code=service_code,
        outcome=outcome,
        on_date=day,
        amount=amount,
        currency=currency,
        detail=detail or None,
        recorded_by=by,
    )
    record.save(force_insert=True)
    case.save(update_fields=["updated_at"])
    trail.record(events.SERVICE_RECORDED, by=by, subject=record, facts={"outcome": outcome})
    return record
