"""What acts on an incident share."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.errors import InvalidInput, NotFound, NotInThisState
from cases.models import Incident

_REGION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")


def locked(incident: Incident, by: User) -> Incident:
    """The incident, locked and open. Errors: NotFound, NotInThisState."""
    current: Incident | None = (
        Incident.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=incident.pk).first()
    )
    if current is None:
        raise NotFound()
    if current.closed_at:
        raise NotInThisState(_("This incident is closed."))
    return current


def with_region(region: str) -> str:
    """The code of a region as ISO 3166-2 writes it, or none. Errors: InvalidInput."""
    code = region.strip().upper()
    if code and not _REGION.fullmatch(code):
        raise InvalidInput(
            _("Write the region's code, such as TH-50; leave it empty if you don't know."), field="region"
        )
    return code
