"""Legal holds on entries of logs that belong to no case: placed by a supervisor, lifted by two."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from casemgr.audit import events, trail
from casemgr.errors import NotFound
from cases.actions import hold_log, lift_log_hold
from cases.actions.log_ends import find_log
from cases.models import LogHold
from cases.rights.codes import Basis
from frontend.forms.acting import posted
from frontend.forms.rights import HoldForm

from .doors import WorkerRequest, door
from .kept_forms import kept_page


@door("approve")
def log_hold(request: WorkerRequest, log_kind: str, log_id: str) -> HttpResponse:
    """Keep an entry beyond its time."""
    user, row = request.user, find_log(log_kind, log_id, request.user)
    form = HoldForm(posted(request))
    if form.does(lambda values: hold_log(log_kind, log_id, by=user, **values)):
        messages.success(request, gettext("Saved."))
        return redirect("retention")
    trail.read(events.RETENTION_READ, by=user, subjects=[row])
    return kept_page(request, "rights/log_hold.html", form, kind=Basis(log_kind).label, row=row)


@door("approve", methods=("POST",))
def log_hold_lift(request: WorkerRequest, log_hold_id: str) -> HttpResponse:
    """Ask for it, or lift what another supervisor asked for."""
    hold = LogHold.objects.visible_to(request.user).filter(public_id=log_hold_id).first()
    if hold is None:
        raise NotFound()
    done = lift_log_hold(hold, by=request.user)
    said = gettext("Lifted.") if done.lifted_at else gettext("Another supervisor has to lift it now.")
    messages.success(request, said)
    return redirect("retention")
