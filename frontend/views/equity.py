"""Whether help comes to everybody alike, by group and by two at once."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from cases.actions import read_equity
from cases.reports.equity import APART, LESS, MORE, SHARES, offered
from frontend.report_frame import in_words, periods, tabs

from .doors import WorkerRequest, door

COMPARED = {
    APART: _("can't tell apart from others"),
    MORE: _("more often than others"),
    LESS: _("less often than others"),
}


@door("view_reports", methods=("GET",))
def equity(request: WorkerRequest) -> HttpResponse:
    """Groups in the order of their code lists, never by their figures."""
    user = request.user
    found = read_equity(request.GET.dict(), by=user)
    known = offered(user)

    def marked(chosen: str) -> list[tuple[str, Any, bool]]:
        return [(code, label, code == chosen) for code, label in known.items()]

    context = {
        "tabs": tabs("equity"),
        "found": found,
        "period": in_words(found.asked.period),
        "periods": periods(user, found.asked.when),
        "by": marked(found.asked.by),
        "and_by": marked(found.asked.and_by),
        "shares": list(SHARES.values()),
        "groups": [
            (group, [(rate, COMPARED[rate.compared] if rate else "") for rate in group.rates])
            for group in found.groups
            if group.size is not None
        ],
        "withheld": [group for group in found.groups if group.size is None],
    }
    return render(request, "reports/equity.html", context)
