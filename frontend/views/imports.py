"""Imports: start one, watch it, stop it, go on, read what was wrong with which row."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from casemgr import rate_limits
from cases.importing.actions import cancel_import, find_import, report, start_import
from cases.importing.problems import CATALOGUE, Code, FileRefused
from cases.importing.running import OPEN
from cases.importing.sketching import drop_old_sketches, sketch_import
from cases.models import ImportBatch, ImportMapping, ImportRow
from cases.tasks import run_import
from frontend.forms.acting import posted
from frontend.forms.imports import TELL, ImportForm
from frontend.import_words import kind_words
from frontend.paging import OpenPaginator

from .doors import WorkerRequest, door

LAST = 20
ROWS = 100


@door("import_cases")
def imports(request: WorkerRequest) -> HttpResponse:
    """Choose a file; below, the last imports."""
    user = request.user
    drop_old_sketches(by=user)
    kept = list(ImportMapping.objects.visible_to(user).order_by("name"))
    form = ImportForm(posted(request), request.FILES or None, kept=kept)
    if form.does(lambda values: _start(form, values, request)):
        told = form.cleaned_data["mapping"] != TELL
        return redirect("import_progress" if told else "import_columns", form.outcome.public_id)
    problems = form.refusal.problems if isinstance(form.refusal, FileRefused) else ()
    batches = ImportBatch.objects.visible_to(user).select_related("started_by").order_by("-created_at")[:LAST]
    context = {"form": form, "problems": problems, "batches": batches, "kept": kept}
    return render(request, "imports/list.html", context, status=422 if form.is_bound else 200)


@door("import_cases", methods=("GET",))
def import_progress(request: WorkerRequest, batch_id: str) -> HttpResponse:
    """How far it came; asks again by itself until it ended. A script gets the middle of the page only."""
    batch = find_import(batch_id, by=request.user)
    if batch.state == ImportBatch.State.SKETCH:
        own = batch.started_by_id == request.user.pk
        return redirect("import_columns", batch_id) if own else redirect("imports")
    context = {"batch": batch, "running": batch.state in OPEN, "share": _share(batch)}
    if request.headers.get("HX-Request"):
        return render(request, "imports/progress.html", context)
    refused = ImportRow.objects.visible_to(request.user).filter(batch=batch, imported=False)
    page = OpenPaginator(refused.order_by("row_number", "id"), ROWS).get_page(request.GET.get("page"))
    rows = [(row, kind_words(row.value_kind), CATALOGUE[Code(row.problem)]) for row in page.object_list]
    return render(request, "imports/one.html", context | {"page": page, "rows": rows})


@door("import_cases", methods=("POST",))
def import_cancel(request: WorkerRequest, batch_id: str) -> HttpResponse:
    """Stop before the next rows; what was imported stays."""
    cancel_import(find_import(batch_id, by=request.user), by=request.user)
    messages.success(request, gettext("The import stops. Rows already imported stay."))
    return redirect("import_progress", batch_id)


@door("import_cases", methods=("POST",))
def import_resume(request: WorkerRequest, batch_id: str) -> HttpResponse:
    """Go on where it stopped. Doing it twice is harmless."""
    batch = find_import(batch_id, by=request.user)
    run_import.defer(batch=batch.public_id, user=str(request.user.pk))
    messages.success(request, gettext("The import goes on where it stopped."))
    return redirect("import_progress", batch_id)


@door("import_cases", methods=("GET",))
def import_report(request: WorkerRequest, batch_id: str) -> StreamingHttpResponse:
    """The report of rows as CSV; it holds no value of any cell."""
    rate_limits.spend("export", by=request.user)
    lines = report(find_import(batch_id, by=request.user), by=request.user)
    headers = {"Content-Disposition": 'attachment; filename="report.csv"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _start(form: ImportForm, values: dict[str, Any], request: WorkerRequest) -> ImportBatch:
    if values["mapping"] == TELL:
        return sketch_import(values["file"].file, by=request.user)
    stream, mapping = values["file"].file, form.chosen_mapping()
    batch = start_import(stream, mapping, dry_run=values["dry_run"], by=request.user)
    run_import.defer(batch=batch.public_id, user=str(request.user.pk))
    return batch


def _share(batch: ImportBatch) -> int:
    return round(100 * batch.rows_done / batch.rows_total) if batch.rows_total else 0
