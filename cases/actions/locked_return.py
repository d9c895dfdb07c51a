"""A return held as it is now."""

from __future__ import annotations

from casemgr.accounts.models import User
from casemgr.errors import Conflict, NotFound
from cases.models import VoluntaryReturn


def locked_return(one: VoluntaryReturn, by: User, version: int) -> VoluntaryReturn:
    """The return as it is now, held until the transaction ends. Errors: NotFound, Conflict."""
    rows = VoluntaryReturn.objects.visible_to(by).select_for_update(of=("self",))
    current: VoluntaryReturn | None = (
        rows.select_related("case__person", "guardian", "interpreter").filter(pk=one.pk).first()
    )
    if current is None:
        raise NotFound()
    if current.version != version:
        raise Conflict()
    return current
