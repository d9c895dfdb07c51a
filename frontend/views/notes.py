"""Notes of a case: read, write, amend; bring one from a wrong case to the right one. Nothing written is lost."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.audit import events, trail
from casemgr.errors import NotFound
from cases.actions import amend_note, expunge_note, move_note, write_note
from cases.actions.links import case_by_number
from cases.models import Case, Note, NoteRemoval
from frontend.debrief import offer_a_talk
from frontend.forms.acting import posted
from frontend.forms.notes import AmendForm, MoveNoteForm, NoteForm
from frontend.paging import OpenPaginator

from .case_forms import form_page, to_case
from .case_frame import case_page
from .doors import WorkerRequest, case_of, door

#: kinds of notes that can stay with who wrote them
HARD = (Note.Kind.SAFETY, Note.Kind.THERAPY)


@door("view_case", methods=("GET",))
def case_notes(request: WorkerRequest, case_id: str) -> HttpResponse:
    """The notes, newest first; an amendment says what it amends."""
    case = case_of(request, case_id)
    notes = Note.objects.visible_to(request.user).filter(case=case).select_related("written_by", "amends")
    later = Note.objects.visible_to(request.user).filter(amends=OuterRef("pk"))
    notes = notes.annotate(amended=Exists(later)).order_by("-happened_on", "-created_at")
    page = OpenPaginator(notes, 20).get_page(request.GET.get("page"))
    removed = NoteRemoval.objects.visible_to(request.user).filter(case=case).select_related("removed_by")
    return case_page(request, "notes", case, "case_notes", page=page, removed=removed.order_by("-removed_at"))


@door("write_note")
def note_add(request: WorkerRequest, case_id: str) -> HttpResponse:
    """Write one."""
    case, user = case_of(request, case_id, "write_note"), request.user
    form = NoteForm(posted(request), user=user)
    if form.does(lambda values: write_note(case, by=user, **values)):
        messages.success(request, gettext("The note was saved."))
        if form.outcome.kind in HARD:
            offer_a_talk(request)
        return to_case("case_notes", case)
    back = reverse("case_notes", args=[case_id])
    return form_page(request, case, form, heading=_("Add a note"), submit=_("Save note"), back=back)


@door("write_note")
def note_amend(request: WorkerRequest, case_id: str, note_id: str) -> HttpResponse:
    """Write the mended text as a note of its own; the first stays readable."""
    case, user = case_of(request, case_id, "write_note"), request.user
    note = _note(request, case, note_id)
    form = AmendForm(posted(request), initial={"body": note.body})
    if form.does(lambda values: amend_note(note, by=user, **values)):
        messages.success(request, gettext("The amended note was saved; the first one stays below it."))
        return to_case("case_notes", case)
    trail.read(events.NOTE_READ, by=user, subjects=[note])
    back = reverse("case_notes", args=[case_id])
    return form_page(request, case, form, heading=_("Amend a note"), submit=_("Save note"), back=back)


@door("move_note")
def note_move(request: WorkerRequest, case_id: str, note_id: str) -> HttpResponse:
    """Bring a note to the case it belongs to, or take it away; the note stands above the question."""
    case, user = case_of(request, case_id, "move_note"), request.user
    note = _note(request, case, note_id)
    form = MoveNoteForm(posted(request))

    def move(values: dict[str, Any]) -> None:
        if values["expunge"]:
            expunge_note(note, by=user)
        else:
            move_note(note, to=case_by_number(values["other"], by=user), by=user)

    if form.does(move):
        messages.success(request, gettext("The note is no longer in this case."))
        return to_case("case_notes", case)
    trail.read(events.NOTE_READ, by=user, subjects=[note])
    words = {"heading": _("A note in the wrong case"), "submit": _("Take it out of this case")}
    back = reverse("case_notes", args=[case_id])
    return form_page(request, case, form, back=back, template="note_move", note=note, **words)


def _note(request: WorkerRequest, case: Case, note_id: str) -> Note:
    notes = Note.objects.visible_to(request.user).filter(case=case).select_related("case", "written_by")
    note: Note | None = notes.filter(public_id=note_id).first()
    if note is None:
        raise NotFound()
    return note
