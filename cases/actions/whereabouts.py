"""Somebody is missing or died: contact stops at once and everywhere, and a second person confirms it within a day."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound, NotInThisState, NotPermitted
from cases.lifecycle import OPEN, Event
from cases.models import Appointment, Case, Missing, Notification, SafeContact, StageChange, Task, Whereabouts
from cases.permissions import require_on_case

from ._missing_ends import close_all_missing, leave_houses
from .approvals import supervisors_of
from .contact import end_what_carries_the_old_rules
from .contact_stops import tell_that_contact_stops
from .life import move
from .notifications import notify
from .stopped import stopped
from .tasks import put_before_worker

LOOK = gettext_noop("The person is missing: go on looking, and write down each step.")
DECIDE = gettext_noop("Nobody looks for the person any more: say whether contact may go on.")
RESUME = gettext_noop("Contact may go on: review the safe-contact rules with the person first.")


@transaction.atomic
def mark_gone(
    case: Case, *, kind: str, words: str, by: User, last_known: str | None = None, steps: str | None = None
) -> Whereabouts:
    """Say that the person is missing or died, and how that is known. Acts at once; supervisors are asked to confirm.

    Errors: InvalidInput; NotInThisState when that stands already.
    """
    require_on_case(by, "record_service", case)
    if kind not in SafeContact.Stopped.values:
        raise InvalidInput(_("Say what is known."), field="kind")
    if not words.strip():
        raise InvalidInput(_("Say how it is known."), field="words")
    rules = SafeContact.objects.visible_to(by).select_for_update().get(person_id=case.person_id)
    if rules.stopped in (kind, SafeContact.Stopped.DEAD):
        raise NotInThisState(_("This was said already."))
    _end_holding(case, by, Whereabouts.Ending.DIED, None)
    if kind == SafeContact.Stopped.DEAD:
        close_all_missing(case, Missing.Found.DIED, by)
        leave_houses(case, by)
    return _begin(rules, case, by, kind=kind, words=words, last_known=last_known or None, steps=steps or None)


def missed_from_house(case: Case, words: str, by: User) -> None:
    """Contact stops because a house misses the person, unless it has. Part of other actions: no check."""
    rules = SafeContact.objects.visible_to(by).select_for_update().get(person_id=case.person_id)
    if not rules.stopped:
        _begin(rules, case, by, kind=SafeContact.Stopped.MISSING, words=words)


def _begin(rules: SafeContact, case: Case, by: User, **facts: Any) -> Whereabouts:
    row = Whereabouts(
        organization_id=case.organization_id, case=case, person_id=case.person_id, recorded_by=by, **facts
    )
    row.save(force_insert=True)
    _stop(row, rules, by)
    notify(*supervisors_of(case, by), case.caseworker, kind=Notification.Kind.CONTACT_STOPPED, by=by, case=case)
    trail.record(events.CONTACT_STOPPED, by=by, subject=row, facts={"kind": str(row.kind)})
    return row


@transaction.atomic
def confirm_gone(row: Whereabouts, *, by: User) -> Whereabouts:
    """Say as a second person that it is so. Errors: NotFound, NotPermitted (one's own), NotInThisState."""
    require_on_case(by, "close_case", row.case)
    current = _holding(row, by)
    if current.confirmed_at:
        raise NotInThisState(_("Somebody confirmed this already."))
    if current.recorded_by_id == by.pk:
        raise NotPermitted(_("Somebody else has to confirm what you wrote."))
    current.confirmed_by, current.confirmed_at = by, timezone.now()
    current.save(update_fields=["confirmed_by", "confirmed_at"])
    trail.record(events.CONTACT_STOP_CONFIRMED, by=by, subject=current)
    return current


@transaction.atomic
def end_gone(row: Whereabouts, *, ending: str, why: str, by: User) -> Whereabouts:
    """Found again, or it was a mistake: contact may go on once the rules were reviewed; a case it closed opens again.

    Errors: NotFound, NotInThisState, InvalidInput.
    """
    require_on_case(by, "edit_case", row.case)
    current = _holding(row, by)
    rules = SafeContact.objects.visible_to(by).select_for_update().get(person_id=current.person_id)
    dead = SafeContact.Stopped.DEAD in (rules.stopped, current.kind)  # after a merge the row may say less
    allowed = {Whereabouts.Ending.FOUND, Whereabouts.Ending.MISTAKE}
    if ending not in allowed or (dead and ending != Whereabouts.Ending.MISTAKE):
        raise InvalidInput(_("Say how it ended."), field="ending")
    if not why.strip():
        raise InvalidInput(_("Say why contact may go on."), field="why")
    if ending == Whereabouts.Ending.FOUND:
        close_all_missing(current.case, Missing.Found.SAFE, by)
    elif not dead:
        close_all_missing(current.case, Missing.Found.MISTAKE, by)
    _end_holding(current.case, by, ending, why)
    _let_go_on(rules)
    if dead:
        _open_again(current, why, by)
    if ending == Whereabouts.Ending.MISTAKE:
        _plan_again(current, by)
    put_before_worker(current.case, RESUME, first=None, by=by)
    trail.record(events.CONTACT_RESUMED, by=by, subject=current, facts={"ending": str(ending)})
    current.refresh_from_db()
    return current


def found_again(case: Case, by: User, why: str, *, ending: str = Whereabouts.Ending.FOUND) -> None:
    """Contact that stopped because the person was missing may go on. Part of other actions: no check."""
    rules = SafeContact.objects.visible_to(by).select_for_update().get(person_id=case.person_id)
    if rules.stopped != SafeContact.Stopped.MISSING:
        return
    rows = list(Whereabouts.objects.visible_to(by).holding().filter(person_id=case.person_id))
    _end_holding(case, by, ending, why)
    _let_go_on(rules)
    put_before_worker(case, RESUME, first=None, by=by)
    for row in rows:
        if ending == Whereabouts.Ending.MISTAKE:
            _plan_again(row, by)
        trail.record(events.CONTACT_RESUMED, by=by, subject=row, facts={"ending": str(ending)})


def ask_whether_it_goes_on(case: Case, by: User) -> None:
    """Nobody looks any more, but contact has stopped: somebody who knows the case decides. Part of other actions."""
    if stopped(case, by) == SafeContact.Stopped.MISSING:
        put_before_worker(case, DECIDE, first=None, by=by)


def _let_go_on(rules: SafeContact) -> None:
    rules.stopped, rules.reviewed_on = "", None
    rules.save(update_fields=["stopped", "reviewed_on"])


def _stop(row: Whereabouts, rules: SafeContact, by: User) -> None:
    """What is dropped carries the moment of the row: by it `_plan_again` finds it."""
    case, kind = row.case, row.kind
    rules.stopped = kind
    rules.save(update_fields=["stopped"])
    cases = Case.objects.visible_to(by).filter(person_id=case.person_id)
    planned = Appointment.objects.visible_to(by).planned().filter(case__in=cases.order_by())
    planned.update(state=Appointment.State.CANCELLED, settled_by=by, settled_at=row.recorded_at)
    if kind == SafeContact.Stopped.DEAD:
        for one in cases.open().select_for_update(of=("self",)):
            _close(one, row.recorded_at, by)
        case.refresh_from_db()
    else:
        put_before_worker(case, LOOK, first=None, by=by)
    end_what_carries_the_old_rules(case, by)
    tell_that_contact_stops(case, by)


def _close(case: Case, moment: datetime.datetime, by: User) -> None:
    """With the reason that counts it as what it is; nothing is left to be done with the person."""
    Task.objects.visible_to(by).filter(case=case).pending().update(dropped_at=moment)
    move(case, Event.CLOSE, by=by, reason=StageChange.Reason.DIED)
    case.closed_on, case.next_follow_up = today(by.home), None
    case.version += 1
    case.save(update_fields=["status", "version", "updated_at", "closed_on", "next_follow_up"])
    trail.record(events.CASE_CLOSED, by=by, subject=case, facts={"reason": StageChange.Reason.DIED.value})


def _open_again(row: Whereabouts, why: str, by: User) -> None:
    """The cases that it closed; those closed before for another reason stay closed."""
    closed = StageChange.objects.visible_to(by).filter(reason=StageChange.Reason.DIED, created_at__gte=row.recorded_at)
    cases = Case.objects.visible_to(by).filter(person_id=row.person_id, pk__in=closed.order_by().values("case_id"))
    for case in cases.exclude(status__in=OPEN).select_for_update(of=("self",)):
        move(case, Event.REOPEN, by=by, note=why)
        case.closed_on, case.next_follow_up = None, today(by.home)
        case.version += 1
        case.save(update_fields=["status", "version", "updated_at", "closed_on", "next_follow_up"])
        trail.record(events.CASE_REOPENED, by=by, subject=case)


def _plan_again(row: Whereabouts, by: User) -> None:
    """It was a mistake: tasks that it dropped, and appointments still to come that it called off hold again."""
    Task.objects.visible_to(by).filter(case__person_id=row.person_id, dropped_at=row.recorded_at).update(
        dropped_at=None
    )
    planned = Appointment.objects.visible_to(by).filter(person_id=row.person_id, state=Appointment.State.CANCELLED)
    planned.filter(settled_at=row.recorded_at, starts_at__gt=timezone.now()).update(
        state=Appointment.State.PLANNED, settled_by=None, settled_at=None
    )


def _holding(row: Whereabouts, by: User) -> Whereabouts:
    rows = Whereabouts.objects.visible_to(by).select_for_update(of=("self",)).select_related("case__caseworker")
    current: Whereabouts | None = rows.filter(pk=row.pk).first()
    if current is None:
        raise NotFound()
    if current.ended_at:
        raise NotInThisState(_("This ended already."))
    return current


def _end_holding(case: Case, by: User, ending: str, why: str | None) -> None:
    for row in Whereabouts.objects.visible_to(by).holding().filter(person_id=case.person_id):
        row.ending, row.ended_why, row.ended_by, row.ended_at = ending, why, by, timezone.now()
        row.save(update_fields=["ending", "ended_why_sealed", "ended_by", "ended_at"])
