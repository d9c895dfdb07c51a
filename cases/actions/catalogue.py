"""Choose which services an organization gives, and what it calls them."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import Organization, User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput
from cases.codelists.services import SERVICES

LONGEST = 80


@transaction.atomic
def set_catalogue(services: Mapping[str, str], *, by: User) -> Organization:
    """`services` maps codes to own names ("" for the catalogue's); nothing chosen means all. What was recorded stays.

    Errors: InvalidInput naming the code.
    """
    require(by, "manage_people")
    for code, name in services.items():
        if code not in SERVICES.codes:
            raise InvalidInput(_("Choose a service of the list."), field=code)
        if len(name) > LONGEST:
            raise InvalidInput(_("This text is too long."), field=f"name_{code}")
    home = by.home
    home.services = {code: name.strip() for code, name in services.items()}
    home.save(update_fields=["services"])
    trail.record(events.CATALOGUE_CHANGED, by=by, facts={"services": ",".join(sorted(services))})
    return home
