"""Write notes, mend them without losing what stood there, and take them out of a case they don't belong to."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound, NotPermitted
from cases.backdating import checked, told
from cases.models import Case, Note, NoteRemoval
from cases.permissions import require_on_case
from cases.querysets.notes import RESTRICTED_NOTES


@transaction.atomic
def write_note(
    case: Case,
    *,
    body: str,
    by: User,
    kind: str = Note.Kind.GENERAL,
    happened_on: datetime.date | None = None,
    late_reason: str = "",
) -> Note:
    """Add a note; `happened_on` may lie in the past (more than a week ago: with a reason), never in the future."""
    require_on_case(by, "write_note", case)
    day = happened_on or today(by.home)
    late = checked(day, late_reason, today=today(by.home))
    note = _save(case, body, by, kind, day, late_reason=late)
    trail.record(events.NOTE_WRITTEN, by=by, subject=note, facts={"kind": kind} | told(day, late))
    return note


@transaction.atomic
def amend_note(note: Note, *, body: str, by: User) -> Note:
    """Add the mended text as a note of its own that points at the first."""
    require_on_case(by, "write_note", note.case)
    amended = _save(note.case, body, by, note.kind, note.happened_on, amends=note, late_reason=note.late_reason)
    trail.record(events.NOTE_AMENDED, by=by, subject=note)
    return amended


@transaction.atomic
def move_note(note: Note, *, to: Case, by: User) -> Note:
    """Bring a note that was written into a wrong case, with its amendments, to the right one; returns its first form.

    A supervisor who sees both cases does it. The words are sealed anew for the right person and leave the wrong one;
    there stays only that something was taken away. Errors: NotFound, NotPermitted, InvalidInput.
    """
    require_on_case(by, "move_note", note.case)
    require_on_case(by, "write_note", to)
    _refuse_complaint(note)
    if to.pk == note.case_id:
        raise InvalidInput(_("The note stands in this case already."), field="other")
    chain = _chain(note, by)
    moved: dict[object, Note] = {}
    for old in chain:
        new = _save(
            to,
            old.body,
            old.written_by,
            old.kind,
            old.happened_on,
            amends=moved.get(old.amends_id),
            late_reason=old.late_reason,
            moved_at=timezone.now(),
        )
        moved[old.pk] = new
    first = moved[chain[0].pk]
    _remove(chain, NoteRemoval.Reason.WRONG_PERSON, by, moved=True)
    trail.record(events.NOTE_MOVED, by=by, subject=note.case, facts={"notes": len(chain)})
    trail.record(events.NOTE_MOVED, by=by, subject=to, facts={"notes": len(chain)})
    return first


@transaction.atomic
def expunge_note(note: Note, *, by: User) -> None:
    """Take away a note that should never have been written down, with its amendments. It can't be brought back."""
    require_on_case(by, "move_note", note.case)
    _refuse_complaint(note)
    chain = _chain(note, by)
    _remove(chain, NoteRemoval.Reason.NOT_AGREED, by, moved=False)
    trail.record(events.NOTE_EXPUNGED, by=by, subject=note.case, facts={"notes": len(chain)})


def _refuse_complaint(note: Note) -> None:
    """A complaint about staff goes past the case's team: nobody of it takes one away."""
    if note.kind == Note.Kind.COMPLAINT:
        raise NotPermitted(_("A complaint about staff stays where it is, whoever it is about."))


def _chain(note: Note, by: User) -> list[Note]:
    """The note's first form and all that amends it, in the order they were written."""
    notes = {one.pk: one for one in Note.objects.visible_to(by).filter(case=note.case_id).select_related("written_by")}
    if note.pk not in notes:
        raise NotFound()
    first = notes[note.pk]
    while first.amends_id in notes:
        first = notes[first.amends_id]
    chain = [first]
    for one in sorted(notes.values(), key=lambda each: each.created_at):
        if one.amends_id in {kept.pk for kept in chain}:
            chain.append(one)
    return chain


def _remove(chain: list[Note], reason: str, by: User, *, moved: bool) -> None:
    for note in reversed(chain):  # amendments point at what they amend
        NoteRemoval(
            organization_id=note.organization_id,
            case_id=note.case_id,
            person_id=note.person_id,
            kind=note.kind,
            written_by=note.written_by,
            written_at=note.created_at,
            reason=reason,
            moved=moved,
            removed_by=by,
        ).save(force_insert=True)
        note.delete()


def _save(case: Case, body: str, by: User, kind: str, day: datetime.date, **more: Any) -> Note:
    if not body.strip():
        raise InvalidInput(_("Write something before saving."), field="body")
    if day > today(by.home):
        raise InvalidInput(_("The date can't lie in the future."), field="happened_on")
    note = Note(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=case.organization_id,
        case=case,
        person_id=case.person_id,
        body=body,
        kind=kind,
        happened_on=day,
        written_by=by,
        **more,
    )
    note.save(force_insert=True)
    if kind not in RESTRICTED_NOTES:  # else lists would tell those who may not read it that it was written
        case.save(update_fields=["updated_at"])
    return note
