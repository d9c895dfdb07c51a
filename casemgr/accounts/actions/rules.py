"""How an organization works: who approves what."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import Organization, User
from casemgr.accounts.permissions import require
from casemgr.accounts.questions import OFFERED
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput

SHORTEST, LONGEST = 1, 365  # days


@transaction.atomic
def set_working_rules(
    *,
    self_approval: bool,
    closure_approval: bool,
    asked: Collection[str],
    by: User,
    emergency_access: bool | None = None,
    contacts_kept: int | None = None,
) -> Organization:
    """Say whether supervisors may approve their own work, whether closing a case needs an approval, whether colleagues
    may open a case in an emergency (None: as it is), which sensitive questions are asked (names of OFFERED; what
    was answered before stays until it is cleared), and for how many days a call that became no case is kept (None: as
    it is).

    Errors: InvalidInput for an unknown question or a number of days out of reach, and nothing is changed.
    """
    require(by, "manage_people")
    if not set(asked) <= set(OFFERED):
        raise InvalidInput(_("Choose among the questions offered."), field="asked")
    if contacts_kept is not None and not SHORTEST <= contacts_kept <= LONGEST:
        raise InvalidInput(_("Choose between 1 and 365 days."), field="contacts_kept")
    home = by.home
    home.self_approval, home.closure_approval = self_approval, closure_approval
    home.asked = sorted(asked)
    if emergency_access is not None:
        home.emergency_access = emergency_access
    if contacts_kept is not None:
        home.contacts_kept = contacts_kept
    home.save(update_fields=["self_approval", "closure_approval", "emergency_access", "asked", "contacts_kept"])
    facts: dict[str, str | int] = {"self_approval": int(self_approval), "closure_approval": int(closure_approval)}
    facts["emergency_access"] = int(home.emergency_access)
    facts["contacts_kept"] = home.contacts_kept
    facts["asked"] = ",".join(home.asked)
    trail.record(events.ORGANIZATION_RULES_CHANGED, by=by, facts=facts)
    return home
