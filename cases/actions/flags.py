"""Raise a flag on a case and lower it, each with its words."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound, NotInThisState
from cases.models import Case, Flag, Notification
from cases.permissions import require_on_case

from .notifications import notify


@transaction.atomic
def raise_flag(case: Case, *, kind: str, reason: str, by: User, review_on: datetime.date | None = None) -> Flag:
    """Put a flag of a kind on the case; the caseworker is told. One of each kind at a time. Errors: InvalidInput."""
    require_on_case(by, "edit_case", case)
    if kind not in Flag.Kind.values:
        raise InvalidInput(_("Choose what the flag is about."), field="kind")
    if not reason.strip():
        raise InvalidInput(_("Say why, so that colleagues know what to do."), field="reason")
    if Flag.objects.visible_to(by).filter(case=case, kind=kind).raised().exists():
        raise InvalidInput(_("This flag is raised already. Lower it first, or choose another kind."), field="kind")
    flag = Flag(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=case.organization_id,
        case=case,
        person_id=case.person_id,
        kind=kind,
        reason=reason,
        review_on=review_on,
        raised_by=by,
    )
    flag.save(force_insert=True)
    notify(case.caseworker, kind=Notification.Kind.FLAG_RAISED, by=by, case=case)
    trail.record(events.FLAG_RAISED, by=by, subject=flag, facts={"kind": kind})
    return flag


@transaction.atomic
def lower_flag(flag: Flag, *, outcome: str, by: User) -> Flag:
    """Take a flag down and say what came of it. Errors: NotFound, NotInThisState, InvalidInput."""
    require_on_case(by, "edit_case", flag.case)
    current = Flag.objects.visible_to(by).select_for_update().filter(pk=flag.pk).first()
    if current is None:
        raise NotFound()
    if current.lowered_at:
        raise NotInThisState(_("This flag was lowered already."))
    if not outcome.strip():
        raise InvalidInput(_("Say what came of it."), field="outcome")
    current.outcome, current.lowered_by, current.lowered_at = outcome, by, timezone.now()
    current.save(update_fields=["outcome_sealed", "lowered_by", "lowered_at"])
    trail.record(events.FLAG_LOWERED, by=by, subject=current, facts={"kind": current.kind})
    return current
