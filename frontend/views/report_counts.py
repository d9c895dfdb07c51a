"""Figures that take long: have them counted, watch how far that is, stop it; and the page while they aren't there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr import rate_limits
from casemgr.accounts.models import User
from cases.actions import NotCounted, cancel_count, count_report
from cases.actions.counted_reports import UNDER_WAY, find_count, stands_still
from cases.models import CountedReport
from cases.reports.pages import PAGES
from frontend.report_frame import tabs

from .doors import View, WorkerRequest, door

HEADINGS = {"report": _("Reports"), "equity": _("Access by group"), "quality": _("What records miss")}
Choices = Callable[[User, Any], dict[str, Any]]


def counted(page: str, choices: Choices | None = None) -> Callable[[View], View]:
    """Where a page's figures aren't counted yet, how far they are; `choices` is what another question is made of."""

    def decorate(view: View) -> View:
        @wraps(view)
        def shown(request: WorkerRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            try:
                return view(request, *args, **kwargs)
            except NotCounted as missing:
                if request.path != reverse(page):
                    return redirect(_address(page, missing.asked.query))
                told = choices(request.user, missing.asked) if choices else {}
                context = told | _progress(page, missing.row) | {"asked": missing.asked}
                return render(request, "reports/counting.html", context)

        return shown

    return decorate


@door("view_reports", methods=("POST",))
def report_count(request: WorkerRequest, figures: str) -> HttpResponse:
    """Have the figures that the address asks for counted, or counted again."""
    rate_limits.spend("count", by=request.user)
    count_report(figures, request.GET.dict(), by=request.user)
    return redirect(_address(figures, request.GET.urlencode()))


@door("view_reports", methods=("GET",))
def report_counting(request: WorkerRequest, count_id: str) -> HttpResponse:
    """The middle of the page for a script that asks how far it is; whoever has none is led to the page."""
    row = find_count(count_id, by=request.user)
    if not request.headers.get("HX-Request"):
        return redirect(_address(row.page, row.question))
    context = _progress(row.page, row)
    if not context["running"]:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "reports/progress.html", context)


@door("view_reports", methods=("POST",))
def report_count_cancel(request: WorkerRequest, count_id: str) -> HttpResponse:
    """Stop it; nothing of it is kept."""
    row = cancel_count(count_id, by=request.user)
    messages.success(request, gettext("The counting was cancelled. Nothing of it is kept."))
    return redirect(_address(row.page, request.GET.urlencode()))


def _address(page: str, query: str) -> str:
    return f"{reverse(page)}?{query}" if query else reverse(page)


def _progress(page: str, row: CountedReport | None) -> dict[str, Any]:
    still = row is not None and stands_still(row)
    return {
        "tabs": tabs(page),
        "figures": page,
        "heading": HEADINGS[page],
        "row": row,
        "still": still,
        "running": row is not None and row.state in UNDER_WAY and not still,
        "steps": PAGES[page].number,
    }
