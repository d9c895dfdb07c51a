"""The style guide: every component with invented people. Mounted in demo and debug instances only."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from frontend.forms.acting import posted
from frontend.forms.sample import SampleFilters, SampleForm
from frontend.navigation import Entry

from . import samples


def _show(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    navigation: list[Entry] = samples.menu()
    return render(request, f"design/{template}.html", {"navigation": navigation} | context, status=status)


def guide(request: HttpRequest) -> HttpResponse:
    """Buttons, labels, notices and states."""
    steps = [
        {"label": _("Consent to keep a record"), "url": "#", "done": True},
        {"label": _("How to contact safely"), "url": "#", "done": False},
        {"label": _("Experience"), "note": _("Later, when the person wants to")},
    ]
    return _show(request, "guide", steps=steps, tones=["neutral", "stable", "watch", "urgent", "accent"])


def case(request: HttpRequest) -> HttpResponse:
    """A case's overview; a POST reveals the code word."""
    shown = request.method == "POST"
    secret = {"id": "code", "label": _("Code word"), "url": request.path, "value": "Heron" if shown else None}
    if shown and request.headers.get("HX-Request"):
        return render(request, "components/secret.html", {"secret": secret})
    return _show(
        request,
        "case",
        case=samples.case("Amira", "watch", 0, "ti", 412),
        parts=samples.parts(),
        tasks=samples.tasks(),
        events=samples.events(),
        secret=secret,
        facts=["25–29", _("Caseworker: Lena O."), _("Open since 3 Sep 2026")],
    )


def case_list(request: HttpRequest) -> HttpResponse:
    """A list with saved views, filters and pages."""
    page = Paginator(range(24), 12).get_page(request.GET.get("page"))
    chips = [{"label": _("Caseworker: Lena O."), "url": "?"}]
    filters = SampleFilters(request.GET)
    return _show(
        request,
        "list",
        cases=samples.cases(),
        tabs=samples.tabs(),
        page=page,
        filter_form=filters,
        chips=chips,
    )


def form(request: HttpRequest) -> HttpResponse:
    """Every kind of input; the same address fills the dialog."""
    sample = SampleForm(posted(request))
    if sample.is_valid():
        return redirect("design")
    return _show(request, "form", form=sample, status=422 if sample.is_bound else 200)
