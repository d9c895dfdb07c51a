"""Who near to the person may be told what should they go missing or die, as the person chose."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound, NotInThisState
from cases.models import Case, KinRule
from cases.permissions import require_on_case


@transaction.atomic
def add_kin_rule(case: Case, *, who: str, may: str, by: User, never: str | None = None) -> KinRule:
    """Write one down in the person's words. Errors: InvalidInput."""
    require_on_case(by, "edit_case", case, reads="contact")
    if not who.strip():
        raise InvalidInput(_("Say who it is."), field="who")
    if may not in KinRule.May.values:
        raise InvalidInput(_("Say what they may be told."), field="may")
    rule = KinRule(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=case.organization_id,
        case=case,
        person_id=case.person_id,
        who=who,
        may=may,
        never=never or None,
        recorded_by=by,
    )
    rule.save(force_insert=True)
    trail.record(events.KIN_RULE_ADDED, by=by, subject=rule, facts={"may": may})
    return rule


@transaction.atomic
def end_kin_rule(rule: KinRule, *, by: User) -> KinRule:
    """The person took it back. Errors: NotFound, NotInThisState."""
    require_on_case(by, "edit_case", rule.case, reads="contact")
    current = KinRule.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=rule.pk).first()
    if current is None:
        raise NotFound()
    if current.ended_at:
        raise NotInThisState(_("This ended already."))
    current.ended_by, current.ended_at = by, timezone.now()
    current.save(update_fields=["ended_by", "ended_at"])
    trail.record(events.KIN_RULE_ENDED, by=by, subject=current)
    return current
