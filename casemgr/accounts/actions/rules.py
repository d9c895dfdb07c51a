"""How an organization works: who approves what."""

from django.db import transaction

from casemgr.accounts.models import Organization, User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail


@transaction.atomic
def set_working_rules(*, self_approval: bool, closure_approval: bool, by: User) -> Organization:
    """Say whether supervisors may approve their own work, and whether closing a case needs an approval."""
    require(by, "manage_people")
    home = by.home
    home.self_approval, home.closure_approval = self_approval, closure_approval
    home.save(update_fields=["self_approval", "closure_approval"])
    facts = {"self_approval": int(self_approval), "closure_approval": int(closure_approval)}
    trail.record(events.ORGANIZATION_RULES_CHANGED, by=by, facts=facts)
    return home
