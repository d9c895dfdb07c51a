"""Facts of health that few may know; each kind only where the organization asks it."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.accounts.questions import HEALTH_QUESTIONS
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound, NotInThisState
from cases.models import Case, HealthFact
from cases.permissions import require_on_case


def asked_kinds(by: User) -> list[str]:
    """The kinds that this organization asks, in the order of the list."""
    return [kind for kind in HealthFact.Kind.values if HEALTH_QUESTIONS[kind] in by.home.asked]


@transaction.atomic
def add_health_fact(
    case: Case, *, kind: str, by: User, words: str | None = None, expected_on: datetime.date | None = None
) -> HealthFact:
    """Write one down for the few who read it. The trail doesn't tell what it is about. Errors: InvalidInput."""
    require_on_case(by, "edit_case", case, reads="health")
    if kind not in HealthFact.Kind.values:
        raise InvalidInput(_("Say what it is."), field="kind")
    if kind not in asked_kinds(by):
        raise InvalidInput(_("Your organization doesn't ask this question."), field="kind")
    if expected_on and kind != HealthFact.Kind.PREGNANCY:
        raise InvalidInput(_("Only a pregnancy has an expected date."), field="expected_on")
    fact = HealthFact(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=case.organization_id,
        case=case,
        person_id=case.person_id,
        kind=kind,
        words=words or None,
        expected_on=expected_on,
        recorded_by=by,
    )
    fact.save(force_insert=True)
    trail.record(events.HEALTH_FACT_ADDED, by=by, subject=fact)
    return fact


@transaction.atomic
def end_health_fact(fact: HealthFact, *, by: User) -> HealthFact:
    """It no longer holds. Errors: NotFound, NotInThisState."""
    require_on_case(by, "edit_case", fact.case, reads="health")
    current = HealthFact.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=fact.pk).first()
    if current is None:
        raise NotFound()
    if current.ended_at:
        raise NotInThisState(_("This ended already."))
    current.ended_by, current.ended_at = by, timezone.now()
    current.save(update_fields=["ended_by", "ended_at"])
    trail.record(events.HEALTH_FACT_ENDED, by=by, subject=current)
    return current


@transaction.atomic
def read_health_facts(case: Case, *, by: User) -> list[HealthFact]:
    """Those that hold, as far as `by` may know them; the look is written down."""
    require_on_case(by, "view_case", case, reads="health")
    rows = HealthFact.objects.visible_to(by).holding().filter(case=case).select_related("recorded_by")
    found = list(rows.order_by("recorded_at"))
    trail.record(events.HEALTH_FACTS_READ, by=by, subject=case, facts={"count": len(found)})
    return found
