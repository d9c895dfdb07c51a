"""Whether people may carry what they share on paper: off until an administrator has read what can happen."""

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import Organization, User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput

LONGEST = 60


@transaction.atomic
def set_carried_links(*, on: bool, by: User, name: str = "", understood: bool = False) -> Organization:
    """Switch it on, under a neutral `name` for slips and pages, or off: nothing opens while it is off.

    `understood`: whoever switches it on has read the warning. Errors: NotPermitted, InvalidInput.
    """
    require(by, "manage_people")
    home, said = by.home, " ".join(name.split())
    if on and not understood:
        raise InvalidInput(_("Read the warning, and say that you have."), field="understood")
    if on and not said:
        raise InvalidInput(_("Give a name that says nothing about your work."), field="name")
    if len(said) > LONGEST or said.casefold() == home.name.casefold():
        raise InvalidInput(_("Not your organization's own name: whoever finds the slip would know."), field="name")
    home.carried_links, home.carried_name = on, said or home.carried_name
    home.save(update_fields=["carried_links", "carried_name"])
    trail.record(events.CARRIED_SWITCHED, by=by, facts={"on": int(on)})
    return home
