"""Complaints about staff, for whoever receives them: past the team that they may be about, without sight of a case."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from casemgr.audit import events, trail
from casemgr.errors import NotFound
from cases.actions import take_complaint_on
from cases.models import ComplaintStep, Note
from frontend.forms.acting import posted
from frontend.forms.notes import ComplaintStepForm
from frontend.paging import OpenPaginator

from .doors import WorkerRequest, door


@door("handle_complaints", methods=("GET",))
def complaints(request: WorkerRequest) -> HttpResponse:
    """All, newest first: by whom, when, and how far each is; the words are one click away."""
    page = OpenPaginator(_all(request).order_by("-created_at"), 30).get_page(request.GET.get("page"))
    trail.read(events.COMPLAINTS_READ, by=request.user, subjects=list(page.object_list))
    rows = [(note, list(note.complaint_steps.all())) for note in page.object_list]
    return render(request, "cases/complaints.html", {"page": page, "rows": rows})


@door("handle_complaints")
def complaint(request: WorkerRequest, complaint_id: str) -> HttpResponse:
    """One complaint with its words and steps; the next step is taken here."""
    note = _all(request).filter(public_id=complaint_id).first()
    if note is None:
        raise NotFound()
    form = ComplaintStepForm(posted(request))
    if form.does(lambda values: take_complaint_on(note, kind=values["kind"], by=request.user)):
        messages.success(request, gettext("Written down. Whoever wrote the complaint sees it."))
        return redirect("complaint", complaint_id)
    trail.read(events.COMPLAINTS_READ, by=request.user, subjects=[note])
    settled = any(step.kind in ComplaintStep.SETTLED for step in note.complaint_steps.all())
    context = {"note": note, "form": form, "settled": settled}
    return render(request, "cases/complaint.html", context, status=422 if form.is_bound else 200)


def _all(request: WorkerRequest):  # type: ignore[no-untyped-def]  # an annotated queryset has no name
    steps = ComplaintStep.objects.visible_to(request.user).select_related("done_by").order_by("done_at")
    complaints = Note.objects.visible_to(request.user).select_related("written_by")
    return complaints.prefetch_related(Prefetch("complaint_steps", steps))
