"""Make an appointment, say what became of it, move it to another time."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound, NotInThisState
from cases.models import Appointment, Case, Interpreter, Task
from cases.permissions import require_on_case

from .conflicts import require_fit
from .stopped import require_reachable
from .tasks import add_task

SETTLED = (Appointment.State.KEPT, Appointment.State.MISSED, Appointment.State.CANCELLED)
LONGEST = 24 * 60


@transaction.atomic
def make_appointment(
    case: Case,
    *,
    starts_at: datetime.datetime,
    by: User,
    kind: str = Appointment.Kind.TALK,
    minutes: int = 60,
    worker: User | None = None,
    about: str | None = None,
    place: str | None = None,
    needs: str | None = None,
    interpreter: Interpreter | None = None,
    looked: bool = False,
) -> Appointment:
    """Plan a time with the person, for oneself or a colleague who sees the case. Errors: InvalidInput, also for an
    interpreter who must not interpret here, or who resembles somebody until that was `looked` at.
    """
    require_on_case(by, "edit_case", case)
    require_on_case(worker or by, "view_case", case)
    require_reachable(case, by, field="starts_at")
    if starts_at <= timezone.now():
        raise InvalidInput(_("Choose a time to come."), field="starts_at")
    if not 0 < minutes <= LONGEST:
        raise InvalidInput(_("An appointment lasts between a minute and a day."), field="minutes")
    if interpreter is not None:
        require_fit(interpreter, case.person, by, looked=looked)
    appointment = Appointment(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=case.organization_id,
        case=case,
        person_id=case.person_id,
        kind=kind,
        starts_at=starts_at,
        minutes=minutes,
        worker=worker or by,
        about=about or None,
        place=place or None,
        needs=needs or None,
        interpreter=interpreter,
        created_by=by,
    )
    appointment.save(force_insert=True)
    facts: dict[str, str | int] = {"kind": str(kind), "looked": int(looked)}
    trail.record(events.APPOINTMENT_MADE, by=by, subject=appointment, facts=facts)
    return appointment


@transaction.atomic
def settle_appointment(appointment: Appointment, *, state: str, by: User, note: str | None = None) -> Appointment:
    """Say that it was kept, missed or cancelled. A missed one asks by itself that the person be looked for.

    Errors: NotFound, NotInThisState, InvalidInput.
    """
    current = _planned(appointment, by)
    if state not in SETTLED:
        raise InvalidInput(_("Say whether it was kept, missed or cancelled."), field="state")
    _settle(current, state, by, note)
    if state == Appointment.State.MISSED:
        add_task(
            current.case,
            title=_("An appointment was missed: find out whether the person is safe."),
            due_on=today(by.home),
            kind=Task.Kind.FOLLOW_UP,
            assigned_to=current.worker if current.worker.has_access else None,
            by=by,
        )
    return current


@transaction.atomic
def move_appointment(appointment: Appointment, *, starts_at: datetime.datetime, by: User) -> Appointment:
    """Plan it anew at another time; the first one stays as moved. Errors: those of making and settling."""
    current = _planned(appointment, by)
    moved = make_appointment(
        current.case,
        starts_at=starts_at,
        kind=current.kind,
        minutes=current.minutes,
        worker=current.worker,
        about=current.about,
        place=current.place,
        needs=current.needs,
        interpreter=current.interpreter,
        looked=True,
        by=by,
    )
    moved.moved_from = current
    moved.save(update_fields=["moved_from"])
    _settle(current, Appointment.State.MOVED, by, None)
    return moved


def _planned(appointment: Appointment, by: User) -> Appointment:
    require_on_case(by, "edit_case", appointment.case)
    rows = (
        Appointment.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("case__person", "worker", "interpreter")
    )
    current: Appointment | None = rows.filter(pk=appointment.pk).first()
    if current is None:
        raise NotFound()
    if current.state != Appointment.State.PLANNED:
        raise NotInThisState(_("This appointment is over already."))
    return current


def _settle(appointment: Appointment, state: str, by: User, note: str | None) -> None:
    appointment.state, appointment.note = state, note or None
    appointment.settled_by, appointment.settled_at = by, timezone.now()
    appointment.save(update_fields=["state", "note_sealed", "settled_by", "settled_at"])
    trail.record(events.APPOINTMENT_SETTLED, by=by, subject=appointment, facts={"state": str(state)})
