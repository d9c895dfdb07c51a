"""The address where people say without a name how they were helped: opened, closed and renewed; the printed slip."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from casemgr.errors import NotFound
from cases.actions import switch_feedback
from cases.models import FeedbackDoor
from frontend.forms.acting import posted
from frontend.forms.feedback import DoorForm

from .doors import WorkerRequest, door
from .settings_frame import parts


@door("manage_people")
def feedback_switch(request: WorkerRequest) -> HttpResponse:
    """Read what it is, open or close it, give it a new address."""
    own = _own(request)
    form = DoorForm(posted(request), initial={"opened": own is not None and own.open})
    if form.does(lambda values: switch_feedback(by=request.user, **values)):
        messages.success(request, _("Saved."))
        return redirect("feedback_switch")
    context = parts("organization") | {"form": form, "own": own}
    return render(request, "feedback/switch.html", context, status=422 if form.is_bound else 200)


@door("view_case", "manage_people", methods=("GET",))
def feedback_slip(request: WorkerRequest) -> HttpResponse:
    """The address to print or to open on a tablet, in every language; absent while it is closed."""
    own = _own(request)
    if own is None or not own.open:
        raise NotFound()
    words = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            words.append((code, _("How were we? Say it without a name.")))
    at = reverse("feedback_say", args=[own.code])
    context = {"address": request.build_absolute_uri(at), "at": at, "words": words}
    return render(request, "feedback/slip.html", context)


def _own(request: WorkerRequest) -> FeedbackDoor | None:
    return FeedbackDoor.objects.visible_to(request.user).first()
