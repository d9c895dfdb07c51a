"""A form about a case, as a page and in a dialog, with the safety block above it; and what to do about a clash."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from cases.looking import look
from cases.models import Case
from frontend import drafts
from frontend.forms.versioned import VersionedForm

from .case_frame import frame
from .doors import WorkerRequest


def form_page(
    request: WorkerRequest,
    case: Case,
    form: Any,
    *,
    heading: Any,
    submit: Any,
    back: str,
    template: str = "form",
    **context: Any,
) -> HttpResponse:
    """The form with its errors (422), fresh or as its draft left it (200). The look enters the trail first."""
    look(case, by=request.user)
    status = 422 if form.is_bound else 200
    words = {"form": form, "heading": heading, "submit": submit, "back_url": back} | drafts.offered(request, form)
    return render(request, f"cases/{template}.html", frame(request.user, case) | words | context, status=status)


def clash_page(request: WorkerRequest, case: Case, form: VersionedForm, *, heading: Any, back: str) -> HttpResponse:
    """409: yours and theirs, field by field; nothing typed is lost or overwritten. The look enters the trail."""
    look(case, by=request.user)
    differences, now = form.clash or ([], form.row)
    context = {
        "form": form,
        "heading": heading,
        "back_url": back,
        "differences": differences,
        "version": form.version_of(now),
        "carried": form.carried(now),
    }
    return render(request, "cases/clash.html", frame(request.user, case) | context, status=409)


def to_case(name: str, case: Case) -> HttpResponseRedirect:
    """Back to a part of the case."""
    return redirect(name, case.public_id)
