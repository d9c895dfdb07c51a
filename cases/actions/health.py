"""Medicine and allergies that whoever is on duty must know."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound, NotInThisState
from cases.models import Case, HealthAlert
from cases.permissions import require_on_case


@transaction.atomic
def add_health_alert(case: Case, *, kind: str, words: str, by: User) -> HealthAlert:
    """Write one down for everybody who sees the case. Errors: InvalidInput."""
    require_on_case(by, "edit_case", case, reads="health")
    if kind not in HealthAlert.Kind.values or not words.strip():
        raise InvalidInput(_("Say what it is."), field="words")
    alert = HealthAlert(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=case.organization_id,
        case=case,
        person_id=case.person_id,
        kind=kind,
        words=words,
        recorded_by=by,
    )
    alert.save(force_insert=True)
    trail.record(events.HEALTH_ALERT_ADDED, by=by, subject=alert, facts={"kind": kind})
    return alert


@transaction.atomic
def end_health_alert(alert: HealthAlert, *, by: User) -> HealthAlert:
    """It no longer holds. Errors: NotFound, NotInThisState."""
    require_on_case(by, "edit_case", alert.case)
    current = HealthAlert.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=alert.pk).first()
    if current is None:
        raise NotFound()
    if current.ended_at:
        raise NotInThisState(_("This ended already."))
    current.ended_by, current.ended_at = by, timezone.now()
    current.save(update_fields=["ended_by", "ended_at"])
    trail.record(events.HEALTH_ALERT_ENDED, by=by, subject=current)
    return current
