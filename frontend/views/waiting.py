"""What referrals wait on: sent ones with the time their receivers have left, received ones to answer."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casemgr.audit import events, trail
from frontend.paging import OpenPaginator, capped
from frontend.time_left import time_left
from referrals.codes import Urgency

from .doors import WorkerRequest, door
from .referrals import PER_PAGE, SIDES, Narrow, of_side, rows_of

SOON = datetime.timedelta(hours=24)
VIEWS: dict[str, tuple[Any, Narrow]] = {
    "all": (_("All that wait"), lambda rows: rows.awaiting_answer()),
    "overdue": (_("Overdue"), lambda rows: rows.overdue()),
    "soon": (_("Due within 24 hours"), lambda rows: rows.due_within(SOON)),
    "unreached": (_("Accepted, nobody reached"), lambda rows: rows.without_contact()),
    "ask_back": (_("To ask back by telephone"), lambda rows: rows.to_ask_back(timezone.localdate())),
}
URGENCIES: dict[str, Any] = {
    "": _("Any urgency"),
    Urgency.EMERGENCY: _("Emergencies"),
    Urgency.URGENT: _("Urgent ones"),
    Urgency.NORMAL: _("Others"),
}


@door("assign_case", methods=("GET",))
def waiting(request: WorkerRequest) -> HttpResponse:
    """Overdue ones first. `side`, `view` and `urgency` in the address narrow it; anything else is the first of each."""
    user = request.user
    side = _one_of(SIDES, request.GET.get("side"), "sent")
    view = _one_of(VIEWS, request.GET.get("view"), "all")
    urgency = _one_of(URGENCIES, request.GET.get("urgency"), "")
    mine = of_side(user, side)
    mine = mine.filter(urgency=urgency) if urgency else mine
    found = VIEWS[view][1](mine).order_by("deadline", "-id")
    page = OpenPaginator(found, PER_PAGE).get_page(request.GET.get("page"))
    trail.read(events.REFERRAL_LISTED, by=user, subjects=page.object_list)
    rows = [row | {"left": time_left(row["referral"])} for row in rows_of(user, side, page.object_list)]
    counts = {name: capped(narrow(mine)) for name, (_label, narrow) in VIEWS.items()}
    context = {
        "page": page,
        "rows": rows,
        "side": side,
        "sides": _tabs(SIDES, side, f"&view={view}&urgency={urgency}", "side"),
        "views": _tabs({n: v[0] for n, v in VIEWS.items()}, view, f"&side={side}&urgency={urgency}", "view", counts),
        "urgencies": _tabs(URGENCIES, urgency, f"&side={side}&view={view}", "urgency"),
    }
    return render(request, "referrals/waiting.html", context)


def _one_of(known: dict[str, Any], asked: str | None, otherwise: str) -> str:
    return asked if asked is not None and asked in known else otherwise


def _tabs(
    labels: dict[str, Any], current: str, rest: str, name: str, counts: Mapping[str, int] | None = None
) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": f"?{name}={code}{rest}",
            "current": code == current,
            "count": counts[code] if counts else None,
        }
        for code, label in labels.items()
    ]
