"""One step of a person's request: find it, ask who may, ask the table, save, keep the step, write the trail."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import Conflict, InvalidInput, NotFound, NotInThisState, NotPermitted
from cases.models import DataRequest, RequestStep
from cases.rights.codes import Finding, Kind
from cases.rights.lifecycle import Event, Guard, Rule, State, WrongActor, WrongState, rule_for
from cases.rights.may import available, held_by

TOLD_OF = {
    Event.CHECK: events.RIGHT_CHECKED,
    Event.ANSWER: events.RIGHT_ANSWERED,
    Event.PURGE: events.RECORD_PURGED,
    Event.SEAL: events.RECORD_SEALED,
    Event.REFUSE: events.RIGHT_REFUSED,
    Event.TAKE_BACK: events.RIGHT_TAKEN_BACK,
    Event.ASK_RETURN: events.RIGHT_RETURN_ASKED,
    Event.RETURN: events.RIGHT_RETURNED,
    Event.WAIT_ON: events.RIGHT_WAITS_ON,
}


#: what carries out a guardian's wish
GIVES = frozenset({Event.ANSWER, Event.PURGE, Event.SEAL})


def begin(
    request: DataRequest, event: Event, *, by: User, version: int | None = None, words: str | None = None
) -> tuple[DataRequest, Rule]:
    """The locked request and its row of the table; `version` is the one the person decided on.

    Errors: NotFound, NotPermitted, Conflict, NotInThisState; InvalidInput naming what is missing.
    """
    current = DataRequest.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=request.pk).first()
    if current is None:
        raise NotFound()
    try:
        rule = rule_for(current.kind, State(current.state), event, held_by(current, by))
    except WrongActor:
        raise _refusal(by) from None
    except WrongState:
        raise NotInThisState(allowed_events=available(current, by)) from None
    if version is not None and current.version != version:
        raise Conflict()
    _check(current, rule, words)
    return current, rule


def finish(
    request: DataRequest, rule: Rule, *, by: User, words: str | None = None, changed: Iterable[str] = ()
) -> DataRequest:
    """Save the state and the other changed columns, keep the step, write the trail."""
    before, request.state = request.state, rule.target.value
    request.version += 1
    request.save(update_fields=["state", "version", *changed])
    keep_step(request, rule.event, before, by=by, words=words)
    facts: dict[str, str | int] = {"kind": str(request.kind), "state": request.state}
    trail.record(TOLD_OF[rule.event], by=by, subject=request, facts=facts)
    return request


def keep_step(request: DataRequest, event: Event, before: str, *, by: User, words: str | None) -> None:
    """Write down who took which step, and what was said at it."""
    RequestStep(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=request.organization_id,
        case_id=request.case_id,
        person_id=request.person_id,
        request=request,
        event=event.value,
        before=before,
        after=request.state,
        finding=request.finding if event is Event.CHECK else "",
        words=(words or "").strip() or None,
        taken_by=by,
    ).save(force_insert=True)


def is_held(person_id: UUID) -> bool:
    """Whether a legal hold keeps the record of this person of the actor's organization, whoever may read the hold."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.person_is_held(%s)", [person_id])
        return bool(cursor.fetchone()[0])


def _check(request: DataRequest, rule: Rule, words: str | None) -> None:
    if Guard.WORDS in rule.guards and not (words or "").strip():
        raise InvalidInput(_("Say why, in words that the person can be told."), field="words")
    free = request.finding == Finding.FREE and request.evidence_told
    if Guard.FREE in rule.guards and request.kind != Kind.RETENTION and not free:
        raise NotInThisState(_("The talk in private didn't show that it is their own free wish. Talk again first."))
    if rule.event in GIVES and request.guardian is not None and request.guardian.barred_at is not None:
        raise NotInThisState(_("The guardian who asked is barred since: refuse it, or take it back."))
    if Guard.NO_HOLD in rule.guards and is_held(request.person_id):
        raise NotInThisState(
            _("A legal hold keeps this record. Nothing is erased until it ends or two people lift it.")
        )


def _refusal(by: User) -> NotPermitted:
    return (
        NotPermitted(_("Somebody else has to do this: it takes a second person."))
        if by.can("approve")
        else NotPermitted()
    )
