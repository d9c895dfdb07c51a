"""A file without a mapping of its own: what its columns mean is told on a page, with a preview, and kept by name."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from casemgr.errors import InvalidInput
from cases.importing.mapping import Mapping, parse
from cases.importing.problems import CATALOGUE, Code, FileRefused, Problem
from cases.importing.saved import delete_mapping, find_mapping, save_mapping
from cases.importing.sketching import Look, Preview, drop_sketch, find_sketch, look, preview, start_sketched
from cases.importing.toml import written
from cases.models import ImportBatch
from cases.tasks import run_import
from frontend.forms.acting import posted
from frontend.forms.columns import ColumnsForm
from frontend.import_targets import labels
from frontend.import_words import kind_words

from .doors import WorkerRequest, door

UNNAMED = "told-here"
SHOWN = 20


@door("import_cases")
def import_columns(request: WorkerRequest, sketch_id: str) -> HttpResponse:
    """Choose, look, start. Looking writes nothing; starting is a dry run unless that was done without."""
    batch = find_sketch(sketch_id, by=request.user)
    opened = look(batch, by=request.user)
    form = ColumnsForm(posted(request), headings=opened.columns())
    step = request.POST.get("step", "")
    seen, refused = _look(form, opened, request) if form.is_bound else (None, ())
    if step in ("check", "import") and not refused and form.does(lambda v: _start(form, v, batch, step, request)):
        return redirect("import_progress", sketch_id)
    context = {
        "batch": batch,
        "form": form,
        "targets": list(labels().values()),
        "seen": seen,
        "problems": [*refused, *_worded(seen)],
    }
    return render(request, "imports/columns.html", context, status=422 if step in ("check", "import") else 200)


@door("import_cases", methods=("POST",))
def import_columns_drop(request: WorkerRequest, sketch_id: str) -> HttpResponse:
    """Don't go on with this file: it is destroyed."""
    drop_sketch(find_sketch(sketch_id, by=request.user), by=request.user)
    messages.success(request, gettext("The file was destroyed. Nothing was imported."))
    return redirect("imports")


@door("import_cases", methods=("POST",))
def mapping_delete(request: WorkerRequest, mapping_id: str) -> HttpResponse:
    """A saved mapping is needed no longer."""
    delete_mapping(find_mapping(mapping_id, by=request.user), by=request.user)
    messages.success(request, gettext("Deleted."))
    return redirect("imports")


def _look(form: ColumnsForm, opened: Look, request: WorkerRequest) -> tuple[Preview | None, tuple[Problem, ...]]:
    """How the file would be read now: first without the codes told here, to know which to ask, then with them."""
    try:
        form.ask_codes(preview(opened, _mapping(form, UNNAMED), by=request.user).unknown)
        return preview(opened, _mapping(form, UNNAMED), by=request.user), ()
    except FileRefused as refused:
        return None, refused.problems
    except InvalidInput:
        return None, ()  # the form says which input


def _start(form: ColumnsForm, values: dict[str, Any], batch: ImportBatch, step: str, request: WorkerRequest) -> Any:
    name = values["name"].strip()
    mapping = _mapping(form, name or UNNAMED)
    if name:
        save_mapping(mapping, by=request.user)
    started = start_sketched(batch, mapping, dry_run=step == "check", by=request.user)
    run_import.defer(batch=batch.public_id, user=str(request.user.pk))
    return started


def _mapping(form: ColumnsForm, name: str) -> Mapping:
    return parse(written(name, form.told()))


def _worded(seen: Preview | None) -> list[dict[str, Any]]:
    found = seen.problems[:SHOWN] if seen else ()
    return [
        {
            "row": one.row,
            "column": one.column,
            "message": f"{CATALOGUE[Code(one.code)].message} ({kind_words(one.kind_of_value)})",
            "what_to_do": CATALOGUE[Code(one.code)].what_to_do,
        }
        for one in found
    ]
