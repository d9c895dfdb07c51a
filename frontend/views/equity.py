"""Whether help comes to everybody alike, by group and by two at once."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from cases.actions import read_equity
from cases.reports.equity import APART, LESS, MORE, SHARES, AskedEquity, offered
from frontend.report_frame import in_words, periods, tabs

from .doors import WorkerRequest, door
from .report_counts import counted

COMPARED = {
    APART: _("can't tell apart from others"),
    MORE: _("more often than others"),
    LESS: _("less often than others"),
}


def _choices(user: User, asked: AskedEquity) -> dict[str, Any]:
    """Periods and questions, each with its words and whether it is chosen."""
    known = offered(user)

    def marked(chosen: str) -> list[tuple[str, Any, bool]]:
        return [(code, label, code == chosen) for code, label in known.items()]

    return {"periods": periods(user, asked.when), "by": marked(asked.by), "and_by": marked(asked.and_by)}


@door("view_reports", methods=("GET",))
@counted("equity", _choices)
def equity(request: WorkerRequest) -> HttpResponse:
    """Groups in the order of their code lists, never by their figures."""
    found = read_equity(request.GET.dict(), by=request.user)
    context = {
        "tabs": tabs("equity"),
        "found": found,
        "period": in_words(found.asked.period),
        "shares": list(SHARES.values()),
        "groups": [
            (group, [(rate, COMPARED[rate.compared] if rate else "") for rate in group.rates])
            for group in found.groups
            if group.size is not None
        ],
        "withheld": [group for group in found.groups if group.size is None],
    }
    return render(request, "reports/equity.html", context | _choices(request.user, found.asked))
