"""What records miss: counts, each leading to the list of those cases."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.actions import read_quality
from cases.gaps import GAPS
from frontend.report_frame import tabs

from .doors import WorkerRequest, door
from .report_counts import counted


@door("view_reports", methods=("GET",))
@counted("quality")
def quality(request: WorkerRequest) -> HttpResponse:
    """In all, by caseworker and by team."""
    found = read_quality(by=request.user)
    gaps = [(gap.label, found.found[gap.name], f"{reverse('cases')}?view={gap.name}") for gap in GAPS]
    context = {"tabs": tabs("quality"), "found": found, "gaps": gaps, "titles": [gap.label for gap in GAPS]}
    return render(request, "reports/quality.html", context)
