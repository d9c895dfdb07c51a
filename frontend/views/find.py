"""Find a case by alias, name, number or phone. By POST only: the words never stand in an address."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from casemgr.rate_limits import TooMany
from cases import search
from frontend.refusals import too_often

from .doors import WorkerRequest, door

MOST = 100


@door("view_case")
def find(request: WorkerRequest) -> HttpResponse:
    """The best matches among the cases one sees, at most twenty."""
    query = request.POST.get("query", "").strip()[:MOST]
    try:
        hits = search.find(query, by=request.user) if query else []
    except TooMany as refusal:
        page = render(request, "cases/find.html", {"query": query, "refusal": refusal})
        return too_often(request, page, refusal)
    context = {"query": query, "cases": [hit.case for hit in hits]}
    return render(request, "cases/find.html", context)
