"""A page with one form that is about no case, kept as a draft while it is typed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from frontend import drafts

from .doors import WorkerRequest


def kept_page(request: WorkerRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    """The form with its errors (422), fresh or as its draft left it (200)."""
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form} | drafts.offered(request, form) | context, status=status)
