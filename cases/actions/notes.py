"""Write notes, and mend them without losing what stood there."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput
from cases.models import Case, Note
from cases.permissions import require_on_case


@transaction.atomic
def write_note(
    case: Case,
    *,
    body: str,
    by: User,
    kind: str = Note.Kind.GENERAL,
    happened_on: datetime.date | None = None,
) -> Note:
    """Add a note; `happened_on` may lie in the past, never in the future."""
    require_on_case(by, "write_note", case)
    note = _save(case, body, by, kind, happened_on or today(by.home), None)
    trail.record(events.NOTE_WRITTEN, by=by, subject=note, facts={"kind": kind})
    return note


@transaction.atomic
def amend_note(note: Note, *, body: str, by: User) -> Note:
    """Add the mended text as a note of its own that points at the first."""
    require_on_case(by, "write_note", note.case)
    amended = _save(note.case, body, by, note.kind, note.happened_on, note)
    trail.record(events.NOTE_AMENDED, by=by, subject=note)
    return amended


def _save(case: Case, body: str, by: User, kind: str, day: datetime.date, amends: Note | None) -> Note:
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
        amends=amends,
        written_by=by,
    )
    note.save(force_insert=True)
    case.save(update_fields=["updated_at"])
    return note
