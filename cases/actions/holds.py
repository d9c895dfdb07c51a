"""Legal holds: what keeps a record from being erased, and how it ends."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound, NotInThisState, NotPermitted
from cases.models import Case, DataRequest, LegalHold, LogHold


@transaction.atomic
def place_hold(about: Case | DataRequest, *, reason: str, by: User, until: datetime.date | None = None) -> LegalHold:
    """A supervisor writes down why this record must be kept; of a sealed one on its request.

    Errors: NotFound, NotPermitted, InvalidInput.
    """
    case_id = about.pk if isinstance(about, Case) else about.case_id
    if not type(about).objects.visible_to(by).filter(pk=about.pk).exists():
        raise NotFound()
    require(by, "approve")
    require_reason(reason, until, by)
    hold = LegalHold(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=about.organization_id,
        case_id=case_id,
        person_id=about.person_id,
        reason=reason.strip(),
        until=until,
        placed_by=by,
    )
    hold.save(force_insert=True)
    trail.record(events.HOLD_PLACED, by=by, subject=hold)
    return hold


@transaction.atomic
def lift_hold(hold: LegalHold, *, by: User) -> LegalHold:
    """The first supervisor who says so asks; another one lifts it. Errors: NotFound, NotPermitted, NotInThisState."""
    return lift(hold, LegalHold, by, asked=events.HOLD_LIFT_ASKED, lifted=events.HOLD_LIFTED)


def require_reason(reason: str, until: datetime.date | None, by: User) -> None:
    """Refuse a hold without a reason, or with an end that isn't to come. Errors: InvalidInput."""
    if not reason.strip():
        raise InvalidInput(_("Say why it must be kept, and who says so."), field="reason")
    if until is not None and until <= today(by.home):
        raise InvalidInput(_("The end has to come after today."), field="until")


def lift[Hold: (LegalHold, LogHold)](hold: Hold, model: type[Hold], by: User, *, asked: str, lifted: str) -> Hold:
    """Either kind of hold, with the events that tell it. Errors: NotFound, NotPermitted, NotInThisState."""
    require(by, "approve")
    current: Hold | None = model.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=hold.pk).first()
    if current is None:
        raise NotFound()
    if current.lifted_at is not None:
        raise NotInThisState(_("This hold was lifted already."))
    if current.lift_asked_by_id is None:
        current.lift_asked_by = by
        current.save(update_fields=["lift_asked_by"])
        trail.record(asked, by=by, subject=current)
        return current
    if current.lift_asked_by_id == by.pk:
        raise NotPermitted(_("You asked for it: another supervisor lifts it."))
    current.lifted_by, current.lifted_at = by, timezone.now()
    current.save(update_fields=["lifted_by", "lifted_at"])
    trail.record(lifted, by=by, subject=current)
    return current
