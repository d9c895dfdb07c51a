"""What awaits the person where they go: assessed before the journey, approved by another than the author."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound, NotInThisState, NotPermitted
from cases.models import Notification, ReturnRisk, VoluntaryReturn
from cases.permissions import require_on_case
from cases.returns import BEFORE_TRAVEL

from .approvals import supervisors_of
from .notifications import notify


@transaction.atomic
def assess_return(one: VoluntaryReturn, parts: Mapping[str, str | None], *, by: User) -> ReturnRisk:
    """Write a new assessment; it has to be approved anew. Errors: NotFound, NotInThisState, InvalidInput."""
    require_on_case(by, "edit_case", one.case, reads="narrative")
    current = _locked(one, by)
    for name in ReturnRisk.PARTS[:-1]:
        if not (parts.get(name) or "").strip():
            raise InvalidInput(_("Write something here, also when there is no danger that you know of."), field=name)
    risk = ReturnRisk(
        organization_id=current.organization_id,
        case=current.case,
        person_id=current.person_id,
        voluntary_return=current,
        recorded_by=by,
        **{name: parts.get(name) or None for name in ReturnRisk.PARTS},
    )
    risk.save(force_insert=True)
    notify(*supervisors_of(current.case, by), kind=Notification.Kind.RETURN_ASKED, by=by, case=current.case)
    trail.record(events.RETURN_ASSESSED, by=by, subject=risk)
    return risk


@transaction.atomic
def approve_return_risk(risk: ReturnRisk, *, by: User) -> ReturnRisk:
    """Say as a supervisor that the journey may begin with this known. Never one's own, whatever the house's rules.

    Errors: NotFound, NotPermitted, NotInThisState.
    """
    require_on_case(by, "approve", risk.case, reads="narrative")
    current = ReturnRisk.objects.visible_to(by).select_related("voluntary_return__case", "case").get(pk=risk.pk)
    _locked(current.voluntary_return, by)
    if current.recorded_by_id == by.pk:
        raise NotPermitted(_("Somebody else has to approve what you wrote."))
    newest = ReturnRisk.objects.visible_to(by).filter(voluntary_return=current.voluntary_return)
    if newest.order_by("-recorded_at", "-id").first() != current or current.approved_at:
        raise NotInThisState(_("This is approved already, or a newer one was written."))
    current.approved_by, current.approved_at = by, timezone.now()
    current.save(update_fields=["approved_by", "approved_at"])
    notify(current.recorded_by, kind=Notification.Kind.RETURN_APPROVED, by=by, case=current.case)
    trail.record(events.RETURN_RISK_APPROVED, by=by, subject=current)
    return current


def _locked(one: VoluntaryReturn, by: User) -> VoluntaryReturn:
    rows = VoluntaryReturn.objects.visible_to(by).select_for_update(of=("self",)).select_related("case")
    current: VoluntaryReturn | None = rows.filter(pk=one.pk).first()
    if current is None:
        raise NotFound()
    if current.state not in BEFORE_TRAVEL:
        raise NotInThisState(_("The danger is looked at before the journey."))
    return current
