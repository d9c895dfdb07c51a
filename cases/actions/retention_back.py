"""What goes on again isn't erased because its time was over: such a request is taken back."""

from __future__ import annotations

from casemgr.accounts.models import User
from cases.models import Case, DataRequest
from cases.rights.codes import Kind
from cases.rights.lifecycle import Event, State

from ._right_step import begin, finish

WAITING = (State.ASKED.value, State.CHECKED.value)


def take_retention_back(case: Case, *, by: User) -> None:
    """Take back every request by the organization's rule that waits on the case's person. Errors: those of `begin`."""
    waiting = DataRequest.objects.visible_to(by).filter(
        person_id=case.person_id, kind=Kind.RETENTION, state__in=WAITING
    )
    for request in waiting:
        current, rule = begin(request, Event.TAKE_BACK, by=by)
        finish(current, rule, by=by)
