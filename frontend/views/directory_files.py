"""The directory as files: import with a preview, download as JSON or as CSV."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from casemgr import rate_limits
from casemgr.errors import InvalidInput, NotFound
from frontend.forms.acting import posted
from frontend.forms.directory import DirectoryFileForm
from referrals import actions
from referrals.directory.hsds.csv_package import read_package, write_package
from referrals.directory.hsds.flat import Tables
from referrals.directory.hsds.limits import MOST_BYTES
from referrals.directory.hsds.reading import read_json
from referrals.directory.querysets import READERS as READS

from .doors import WorkerRequest, door

SHOWN = 200
JSON, CSV = "json", "csv"


@door("keep_directory")
def directory_import(request: WorkerRequest) -> HttpResponse:
    """Choose a file; a dry run tells what would be new or changed and what is wrong with which row."""
    form = DirectoryFileForm(posted(request), request.FILES or None)
    done = form.does(
        lambda values: actions.import_directory(_read(values["file"].file), dry_run=values["dry_run"], by=request.user)
    )
    if done and not form.outcome.dry_run:
        messages.success(request, gettext("The file was imported."))
        return redirect("directory")
    refused = form.refusal.problems if isinstance(form.refusal, actions.FileRefused) else []
    notes = form.outcome.notes if form.outcome else []
    context = {
        "form": form,
        "preview": form.outcome,
        "problems": (refused or notes)[:SHOWN],
        "more": max(0, len(refused or notes) - SHOWN),
        "refused": bool(refused),
    }
    return render(request, "directory/import.html", context, status=422 if form.is_bound and not done else 200)


@door(*READS, methods=("GET",))
def directory_download(request: WorkerRequest, form: str) -> HttpResponse:
    """What one's own organization keeps; hidden places are never in it."""
    if form not in (JSON, CSV):
        raise NotFound()
    rate_limits.spend("export", by=request.user)
    document = actions.export_directory(by=request.user)
    if form == JSON:
        text = json.dumps(document, ensure_ascii=False, indent=1)
        return _file(text.encode(), "application/json", "directory.json")
    return _file(write_package(document), "application/zip", "directory.zip")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


def _read(stream: Any) -> Tables:
    """By its first bytes: a ZIP file, or JSON. Errors: InvalidInput."""
    content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise InvalidInput(gettext("The file is too large."), field="file")
    return read_package(content) if content.startswith(b"PK") else read_json(content)
