"""An organization that closes: every open case, and what was decided for it. Nothing is decided here."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from casemgr.audit import events, trail
from cases.models import Case, DataRequest
from frontend.paging import OpenPaginator
from referrals.lifecycle import State
from referrals.models import ReferralParty

from .doors import WorkerRequest, door

HANDED_ON = (State.ACCEPTED, State.IN_SERVICE, State.COMPLETED)
OFFERED = (State.OFFERED, State.ACKNOWLEDGED, State.WAITLISTED)
ROWS = 50


@door("approve", methods=("GET",))
def closing(request: WorkerRequest) -> HttpResponse:
    """The list, those undecided with the way to decide: a referral with the person's consent, or erasing."""
    user = request.user
    cases = Case.objects.visible_to(user).standing().open().order_by("number")
    page = OpenPaginator(cases, ROWS).get_page(request.GET.get("page"))
    rows = [_row(case, user) for case in page.object_list]
    trail.read(events.CASE_LISTED, by=user, subjects=[row["case"] for row in rows])
    return render(request, "rights/closing.html", {"rows": rows, "page": page})


def _row(case: Case, user: Any) -> dict[str, Any]:
    sent = ReferralParty.objects.visible_to(user).filter(case=case, role="sender").select_related("referral__receiver")
    states = {one.referral.state: one.referral.receiver.name for one in sent}
    handed = next((states[state] for state in HANDED_ON if state in states), "")
    offered = next((states[state] for state in OFFERED if state in states), "")
    asked = DataRequest.objects.visible_to(user).open().filter(case=case, kind__in=("erasure", "retention")).first()
    return {"case": case, "handed": handed, "offered": "" if handed else offered, "asked": asked}
