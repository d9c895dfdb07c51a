"""One step of a statutory notice: find it, ask who may, ask the table, save, keep the step, write the trail."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import Conflict, InvalidInput, NotFound, NotInThisState, NotPermitted
from cases.ending_keys import destroy_surely
from cases.models import NoticeSheet, NoticeStep, StatutoryNotice
from cases.notices.clashes import forbids
from cases.notices.codes import Kind
from cases.notices.lifecycle import Event, Guard, Rule, State, WrongActor, WrongState, rule_for
from cases.notices.missing import missing
from cases.notices.rights import available, held_by

Versions = Collection[int] | None
TOLD_OF = {
    Event.CHANGE: events.NOTICE_CHANGED,
    Event.ASK: events.NOTICE_ASKED,
    Event.APPROVE: events.NOTICE_APPROVED,
    Event.RETURN: events.NOTICE_RETURNED,
    Event.REFUSE: events.NOTICE_REFUSED,
    Event.SEAL: events.NOTICE_SEALED,
    Event.SEND: events.NOTICE_SENT,
    Event.SEND_NOW: events.NOTICE_SENT_NOW,
    Event.REVIEW: events.NOTICE_REVIEWED,
    Event.ANSWER: events.NOTICE_ANSWERED,
    Event.CLOSE: events.NOTICE_CLOSED,
    Event.WITHDRAW: events.NOTICE_WITHDRAWN,
    Event.DESTROY: events.NOTICE_DESTROYED,
}
#: after these nothing that was sealed before may be taken for what was told
UNSEALING = frozenset({Event.CHANGE, Event.ASK, Event.RETURN, Event.REFUSE, Event.WITHDRAW})


def locked(notice: StatutoryNotice, by: User) -> StatutoryNotice:
    """The row as it is now, locked until the transaction ends. Errors: NotFound."""
    rows = StatutoryNotice.objects.visible_to(by).select_for_update(of=("self",))
    found = rows.select_related("case__person", "case__caseworker", "authority", "basis").filter(pk=notice.pk).first()
    if found is None:
        raise NotFound()
    return found


def begin(
    notice: StatutoryNotice, event: Event, *, by: User, versions: Versions = None
) -> tuple[StatutoryNotice, Rule]:
    """The locked notice and its row of the table. `versions` are those that the person decided on.

    Errors: NotFound, NotPermitted, Conflict, NotInThisState; InvalidInput naming what is missing.
    """
    current = locked(notice, by)
    state = State(current.state)
    try:
        rule: Rule | None = rule_for(state, event, held_by(current, by))
    except WrongActor:
        raise _refusal(by) from None
    except WrongState:
        rule = None
    if versions is not None and current.version not in versions:
        raise Conflict()
    if rule is None:
        raise NotInThisState(allowed_events=available(current, by))
    _check(current, rule, by)
    return current, rule


def finish(
    notice: StatutoryNotice, rule: Rule, *, by: User, words: str | None = None, changed: Iterable[str] = ()
) -> StatutoryNotice:
    """Save the state and the other changed columns, keep the step, write the trail."""
    before, notice.state = notice.state, rule.target.value
    notice.version += 1
    changed = list(changed)
    if rule.event in UNSEALING:
        discard(notice)
        notice.despite = None  # a reason holds for what it was given for
        changed.append("despite_sealed")
    notice.save(update_fields=["state", "version", *changed])
    NoticeStep(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=notice.organization_id,
        case_id=notice.case_id,
        person_id=notice.person_id,
        notice=notice,
        event=rule.event.value,
        before=before,
        after=notice.state,
        words=(words or "").strip() or None,
        taken_by=by,
    ).save(force_insert=True)
    facts: dict[str, str | int] = {"kind": notice.kind, "state": notice.state}
    named = [name.removesuffix("_sealed") for name in changed if rule.event is Event.CHANGE]
    trail.record(TOLD_OF[rule.event], by=by, subject=notice, facts=facts, changed=named)
    return notice


def sheet_of(notice: StatutoryNotice, by: User) -> NoticeSheet | None:
    """What was sealed of it, if anything."""
    sheet: NoticeSheet | None = NoticeSheet.objects.visible_to(by).filter(notice=notice).first()
    return sheet


def discard(notice: StatutoryNotice) -> None:
    """Take away what was sealed and told to nobody, and its key."""
    sheets = NoticeSheet.objects.unscoped("the caller locked its notice").filter(notice=notice)
    for sheet in sheets:
        destroy_key(sheet)
    sheets.delete()


def destroy_key(sheet: NoticeSheet) -> None:
    """Nobody reads it again, from the commit on."""
    destroy_surely(sheet.organization_id, sheet.pk)


def require_words(words: str | None, message: str, field: str = "words") -> str:
    """The words without blanks around them. Errors: InvalidInput."""
    if not (said := (words or "").strip()):
        raise InvalidInput(message, field=field)
    return said


def require_reason(notice: StatutoryNotice, by: User, despite: str | None) -> list[str]:
    """Where the never-share list forbids it: a supervisor's reason, given now or before. The column changed, if any.

    Errors: NotPermitted for whoever is no supervisor, InvalidInput without a reason.
    """
    if not forbids(notice, by) or notice.despite:
        return []
    if not by.can("approve"):
        said = _("The person's never-share list forbids telling them. A supervisor has to do this, with a reason.")
        raise NotPermitted(said)
    said = _("The person's never-share list forbids telling them. Say why they must be told all the same.")
    notice.despite = require_words(despite, said, "despite")
    return ["despite_sealed"]


def _check(notice: StatutoryNotice, rule: Rule, by: User) -> None:
    if Guard.IMMINENT_DANGER in rule.guards and notice.kind != Kind.IMMINENT_DANGER:
        said = _("Only imminent danger goes out before a second person approved it.")
        raise NotInThisState(said, allowed_events=available(notice, by))
    if Guard.COMPLETE in rule.guards and (lacking := missing(notice)):
        field, message = lacking[0]
        raise InvalidInput(message, field=field)
    if Guard.SEALED in rule.guards and sheet_of(notice, by) is None:
        said = _("Open what will be told first: exactly that is kept as told.")
        raise NotInThisState(said, allowed_events=available(notice, by))


def _refusal(by: User) -> NotPermitted:
    own = _("Somebody else has to do this: it is your own notice.")
    return NotPermitted(own) if by.can("approve") else NotPermitted()
