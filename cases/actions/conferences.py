"""Plan a case conference, write its minutes, give out what follows."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotInThisState
from cases.legal import codes
from cases.models import Case, CaseConference, Note, Task
from cases.permissions import require_on_case

from ._legal import locked, of_case, require_words, write
from .conference_seats import close_seats
from .notes import write_note
from .tasks import add_task

WRITTEN = frozenset({"starts_at", "agenda", "agenda_agreed"})
KINDS = (Note.Kind.GENERAL, Note.Kind.LEGAL, Note.Kind.THERAPY, Note.Kind.PRIVILEGED)


@transaction.atomic
def plan_conference(
    case: Case, *, starts_at: datetime.datetime, agenda: str, by: User, agenda_agreed: bool = False
) -> CaseConference:
    """Plan one with the points that are spoken about. Errors: NotFound, NotPermitted, InvalidInput."""
    require_on_case(by, "edit_case", case)
    conference = CaseConference(  # type: ignore[misc]  # the stubs look for the sealed attribute
        **of_case(case),
        starts_at=starts_at,
        agenda=require_words(agenda, _("Write down what is spoken about."), "agenda"),
        agenda_agreed=agenda_agreed,
        planned_by=by,
    )
    conference.save(force_insert=True)
    trail.record(events.CONFERENCE_PLANNED, by=by, subject=conference)
    return conference


@transaction.atomic
def change_conference(
    conference: CaseConference, values: Mapping[str, Any], *, version: int, by: User
) -> CaseConference:
    """Set time, points or that the person agreed, as read at `version`. Errors: Conflict, NotInThisState …"""
    current = planned(conference, by, version=version)
    if unknown := set(values) - WRITTEN:
        raise InvalidInput(field=sorted(unknown)[0])
    if "agenda" in values:
        require_words(values["agenda"], _("Write down what is spoken about."), "agenda")
    changed = write(current, values, words={"agenda"})
    if "agenda" in changed and "agenda_agreed" not in changed:
        current.agenda_agreed = False  # they agreed to other points
    current.version += 1
    current.save()
    trail.record(events.CONFERENCE_CHANGED, by=by, subject=current, changed=changed)
    return current


@transaction.atomic
def cancel_conference(conference: CaseConference, *, why: str, by: User) -> CaseConference:
    """It doesn't take place: access that was given for it ends now. Errors: NotFound, NotInThisState, InvalidInput."""
    current = planned(conference, by)
    current.why = require_words(why, _("Say why."), "why")
    current.state = codes.Conference.CANCELLED
    current.version += 1
    close_seats(current, by)
    current.save(update_fields=["why_sealed", "state", "version"])
    trail.record(events.CONFERENCE_CANCELLED, by=by, subject=current)
    return current


@transaction.atomic
def hold_conference(
    conference: CaseConference, *, body: str, by: User, kind: str = Note.Kind.GENERAL
) -> CaseConference:
    """Write the minutes as a note of a kind; access that was given ends at its time. Errors: as `write_note` …"""
    current = planned(conference, by)
    if kind not in KINDS:
        raise InvalidInput(_("Choose from the list."), field="kind")
    if not current.agenda_agreed:
        raise InvalidInput(_("Ask the person whether they agree to these points, and write it down first."))
    said = require_words(body, _("Write the minutes."), "body")
    current.minutes = write_note(current.case, body=said, kind=kind, by=by)
    current.state = codes.Conference.HELD
    current.version += 1
    current.save(update_fields=["minutes", "state", "version"])
    trail.record(events.CONFERENCE_HELD, by=by, subject=current, facts={"kind": kind})
    return current


@transaction.atomic
def follow_up_conference(
    conference: CaseConference, *, title: str, due_on: datetime.date, by: User, assigned_to: User | None = None
) -> Task:
    """Give out a task that was agreed there. Errors: NotFound, NotInThisState once cancelled, those of `add_task`."""
    current = locked(conference, by, legal=False)
    if current.state == codes.Conference.CANCELLED:
        raise NotInThisState(_("This conference is cancelled."))
    task = add_task(
        current.case,
        title=require_words(title, _("Say what should be done."), "title"),
        due_on=due_on,
        kind=Task.Kind.OTHER,
        assigned_to=assigned_to,
        by=by,
    )
    current.tasks = [*current.tasks, task.public_id]
    current.save(update_fields=["tasks"])
    trail.record(events.CONFERENCE_FOLLOWED, by=by, subject=current)
    return task


def planned(conference: CaseConference, by: User, *, version: int | None = None) -> CaseConference:
    """The row, locked, while it is to come. Errors: NotFound, NotPermitted, Conflict, NotInThisState."""
    current = locked(conference, by, version=version, legal=False)
    if current.state != codes.Conference.PLANNED:
        raise NotInThisState(_("This conference is over already."))
    return current
