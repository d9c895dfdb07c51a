"""One step of a request: find it, ask who may, ask the table, save, keep the step, write the trail."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import Conflict, InvalidInput, NotInThisState, NotPermitted
from cases.legal.missing import missing
from cases.legal.request_lifecycle import TABLE, Event, Guard, State
from cases.legal.rights import fits, held_by, request_events
from cases.legal.table import Rule, WrongActor, WrongState, rule_for
from cases.models import LegalRequest, LegalRequestStep

from ._legal import locked, of_case

TOLD_OF = {
    Event.CHANGE: events.REQUEST_CHANGED,
    Event.PROPOSE: events.REQUEST_PROPOSED,
    Event.DECIDE: events.REQUEST_DECIDED,
    Event.RETURN: events.REQUEST_RETURNED,
    Event.RELEASE: events.REQUEST_RELEASED,
    Event.ANSWER: events.REQUEST_ANSWERED,
    Event.CLOSE: events.REQUEST_CLOSED,
    Event.LAPSE: events.REQUEST_LAPSED,
}


def begin(request: LegalRequest, event: Event, *, by: User, version: int | None = None) -> tuple[LegalRequest, Rule]:
    """The locked request and its row of the table, as read at `version`.

    Errors: NotFound, NotPermitted, Conflict, NotInThisState; InvalidInput naming what is missing.
    """
    current = locked(request, by)
    try:
        rule: Rule | None = rule_for(TABLE, State(current.state), event, held_by(current, by))
    except WrongActor:
        raise _refusal(by) from None
    except WrongState:
        rule = None
    if version is not None and current.version != version:
        raise Conflict()
    if rule is None or not fits(current, event):
        raise NotInThisState(allowed_events=request_events(current, by))
    if Guard.COMPLETE in rule.guards and (lacking := missing(current)):
        field, message = lacking[0]
        raise InvalidInput(message, field=field)
    return current, rule


def finish(
    request: LegalRequest, rule: Rule, *, by: User, words: str | None = None, changed: Iterable[str] = ()
) -> LegalRequest:
    """Save the row, keep the step, write the trail."""
    before, request.state = request.state, rule.target.value
    request.version += 1
    request.save()
    LegalRequestStep(  # type: ignore[misc]  # the stubs look for the sealed attribute
        **of_case(request.case),
        request=request,
        event=rule.event.value,
        before=before,
        after=request.state,
        words=(words or "").strip() or None,
        taken_by=by,
    ).save(force_insert=True)
    facts: dict[str, str | int] = {"kind": request.kind, "state": request.state}
    trail.record(TOLD_OF[Event(rule.event)], by=by, subject=request, facts=facts, changed=changed)
    return request


def _refusal(by: User) -> NotPermitted:
    own = _("Somebody else has to decide this: it is your own proposal.")
    return NotPermitted(own) if by.can("approve") else NotPermitted()
