"""Cases that may be about one person: compare and merge, or say that they are two people."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from casemgr.audit import events, trail
from casemgr.errors import NotFound
from cases.actions import dismiss_pair
from cases.models import DuplicatePair
from cases.tasks import compare_names

from .cases import show_people
from .doors import WorkerRequest, door


@door("merge_cases", methods=("GET",))
def duplicates(request: WorkerRequest) -> HttpResponse:
    """The pairs that stand, the most alike first. Who was shown enters the trail."""
    pairs = DuplicatePair.objects.visible_to(request.user).open()
    rows = list(pairs.select_related("case__person", "other__person").order_by("-score", "-found_at", "id"))
    shown = [case for row in rows for case in (row.case, row.other)]
    show_people(shown, request.user)
    trail.read(events.PAIRS_READ, by=request.user, subjects=shown)
    return render(request, "cases/duplicates.html", {"pairs": rows})


@door("merge_cases", methods=("POST",))
def duplicates_look(request: WorkerRequest) -> HttpResponse:
    """Compare everybody now, in the background; what is found stands here after a minute."""
    trail.record(events.EVERYBODY_COMPARED, by=request.user)
    compare_names.defer(organization=str(request.user.home.pk))
    messages.success(request, _("Everybody is being compared. Look again in a minute."))
    return redirect("duplicates")


@door("merge_cases", methods=("POST",))
def duplicate_dismiss(request: WorkerRequest, pair_id: str) -> HttpResponse:
    """Two people: don't show this pair again."""
    pair = DuplicatePair.objects.visible_to(request.user).open().filter(public_id=pair_id).first()
    if pair is None:
        raise NotFound()
    dismiss_pair(pair, by=request.user)
    messages.success(request, _("Noted: these are two people."))
    return redirect("duplicates")
