"""Keep a form while it is typed, and throw a draft away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext

from casemgr.errors import InvalidInput, NotFound
from cases.actions import Place, end_draft
from frontend import drafts

from .doors import WorkerRequest, door

KEEPS = ("view_case", "keep_directory", "keep_partners")


@door(*KEEPS, methods=("POST",))
def draft_keep(request: WorkerRequest) -> HttpResponse:
    """Keep what a page sends while its form is typed; answers the time of keeping in the organization's zone."""
    draft = drafts.keep(_place(request), request.POST, request.user)
    return HttpResponse(time_format(timezone.localtime(draft.saved_at), "H:i"), content_type="text/plain")


@door(*KEEPS, methods=("POST",))
def draft_discard(request: WorkerRequest) -> HttpResponse:
    """Throw the draft away and open its form afresh."""
    end_draft(_place(request), by=request.user)
    messages.success(request, gettext("The draft was thrown away."))
    return redirect(request.POST[drafts.AT])


def _place(request: WorkerRequest) -> Place:
    at = request.POST.get(drafts.AT, "")
    if not at:
        raise InvalidInput()
    place = drafts.place_at(at, request.user, request.POST.get(drafts.CALL, ""))
    if place is None:
        raise NotFound()
    return place
