"""Move a case through its stages: close it with a reason, open it again."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import Conflict, InvalidInput, NotFound, NotInThisState, NotPermitted
from cases.lifecycle import CLOSED, OPEN, Event, State, WrongState, event_towards, events_from, next_state
from cases.models import Case, RiskChange, StageChange, Task
from cases.permissions import require_on_case

from .retention_back import take_retention_back
from .stopped import require_not_dead


@transaction.atomic
def close_case(
    case: Case, *, reason: str, by: User, version: int, note: str | None = None, drop_tasks: bool = False
) -> Case:
    """End the work, with a code of StageChange.Reason. Tasks still open are refused unless they are to be dropped.

    Errors: NotInThisState, Conflict, InvalidInput; NotPermitted where the organization wants an approval first.
    """
    require_on_case(by, "close_case", case)
    if needs_closure_approval(by):
        raise NotPermitted(_("Your organization closes cases with an approval. Ask for it."))
    current = _locked(case, version)
    if reason not in StageChange.Reason.values:
        raise InvalidInput(_("Choose a reason of the list."), field="reason")
    if reason == StageChange.Reason.OTHER and not note:
        raise InvalidInput(_("Say in words why the case is closed."), field="note")
    pending = Task.objects.visible_to(by).filter(case=case).pending()
    if pending.exists() and not drop_tasks:
        raise InvalidInput(_("Tasks are still open. Finish them first, or drop them here."), field="drop_tasks")
    pending.update(dropped_at=timezone.now())
    away = reason == StageChange.Reason.TRANSFERRED
    move(current, Event.REFER_AWAY if away else Event.CLOSE, by=by, reason=reason, note=note)
    current.closed_on, current.next_follow_up = today(by.home), None
    _save(current, "closed_on", "next_follow_up")
    trail.record(events.CASE_CLOSED, by=by, subject=current, facts={"reason": reason})
    return current


@transaction.atomic
def reopen_case(case: Case, *, note: str, by: User, version: int) -> Case:
    """Take the work up again and say why; a follow-up is due today. A rule that would erase it waits no more."""
    require_on_case(by, "edit_case", case)
    require_not_dead(case, by)
    current = _locked(case, version)
    if not note.strip():
        raise InvalidInput(_("Say why the case is opened again."), field="note")
    take_retention_back(current, by=by)
    move(current, Event.REOPEN, by=by, note=note)
    current.closed_on, current.next_follow_up = None, today(by.home)
    _save(current, "closed_on", "next_follow_up")
    trail.record(events.CASE_REOPENED, by=by, subject=current)
    return current


def needs_closure_approval(user: User) -> bool:
    """Whether this colleague has to ask before closing a case."""
    return user.home.closure_approval and not user.can("approve")


def move(case: Case, event: Event, *, by: User, reason: str = "", note: str | None = None) -> None:
    """Ask the table and keep the step; the caller checked, saves the case and writes the trail."""
    before = State(case.status)
    try:
        after = next_state(before, event)
    except WrongState:
        raise NotInThisState(allowed_events=events_from(before)) from None
    case.status = after.value
    StageChange(  # type: ignore[misc]  # the stubs look for the sealed attribute
        **_about(case, by), before=before.value, after=after.value, reason=reason, note=note or None
    ).save(force_insert=True)


def move_to(case: Case, status: str, *, by: User) -> None:
    """The same, told by the stage to come; open stages only, since closing and reopening ask more."""
    if status in CLOSED or case.status in CLOSED:
        raise NotInThisState(_("Close or reopen the case: that asks for a reason."))
    try:
        event = event_towards(State(case.status), State(status))
    except ValueError:
        raise InvalidInput(_("Choose a stage of the list."), field="status") from None
    except WrongState:
        raise NotInThisState(allowed_events=events_from(State(case.status))) from None
    move(case, event, by=by)


def note_risk(case: Case, after: str, *, by: User, reason: str | None = None) -> None:
    """Keep a change of the safety level; the caller checked, saves the case and writes the trail."""
    RiskChange(  # type: ignore[misc]  # the stubs look for the sealed attribute
        **_about(case, by), before=case.risk, after=after, reason=reason or None
    ).save(force_insert=True)


def open_stages(case: Case) -> list[str]:
    """The stage as it is and the open ones that may follow."""
    now = State(case.status)
    following = [next_state(now, event) for event in events_from(now)]
    return [now.value, *(state.value for state in following if state in OPEN)]


def _about(case: Case, by: User) -> dict[str, object]:
    return {
        "organization_id": case.organization_id,
        "case": case,
        "person_id": case.person_id,
        "changed_by": by,
    }


def _locked(case: Case, version: int) -> Case:
    current = Case.objects.unscoped("the caller sees it").select_for_update().filter(pk=case.pk).first()
    if current is None:
        raise NotFound()
    if current.version != version:
        raise Conflict()
    return current


def _save(case: Case, *fields: str) -> None:
    case.version += 1
    case.save(update_fields=["status", "version", "updated_at", *fields])
