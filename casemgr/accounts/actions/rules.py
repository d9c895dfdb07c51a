"""How an organization works: who approves what."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import Organization, User
from casemgr.accounts.permissions import require
from casemgr.accounts.questions import QUESTIONS
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput


@transaction.atomic
def set_working_rules(
    *,
    self_approval: bool,
    closure_approval: bool,
    asked: Collection[str],
    by: User,
    emergency_access: bool | None = None,
) -> Organization:
    """Say whether supervisors may approve their own work, whether closing a case needs an approval, whether colleagues
    may open a case in an emergency (None: as it is), and which sensitive questions are asked (names of QUESTIONS; what
    was answered before stays until it is cleared).

    Errors: InvalidInput for an unknown question, and nothing is changed.
    """
    require(by, "manage_people")
    if not set(asked) <= set(QUESTIONS):
        raise InvalidInput(_("Choose among the questions offered."), field="asked")
    home = by.home
    home.self_approval, home.closure_approval = self_approval, closure_approval
    home.asked = sorted(asked)
    if emergency_access is not None:
        home.emergency_access = emergency_access
    home.save(update_fields=["self_approval", "closure_approval", "emergency_access", "asked"])
    facts: dict[str, str | int] = {"self_approval": int(self_approval), "closure_approval": int(closure_approval)}
    facts["emergency_access"] = int(home.emergency_access)
    facts["asked"] = ",".join(home.asked)
    trail.record(events.ORGANIZATION_RULES_CHANGED, by=by, facts=facts)
    return home
