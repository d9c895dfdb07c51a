"""What is done to a release: one POST each. Those that need a reason ask for it on a page of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from anonymized_exports import actions
from casemgr.errors import NotFound
from frontend.forms.acting import ActionForm, posted
from frontend.forms.releases import ReasonForm, WithdrawForm

from .doors import WorkerRequest, door
from .releases import OFFICERS, release_context, release_of

Act = Callable[..., Any]
PLAIN: dict[str, tuple[Act, Any]] = {
    "start": (actions.start, _("The run was started.")),
    "approve": (actions.approve, _("You approved this release.")),
    "publish": (actions.release, _("The release is out.")),
    "cancel": (actions.cancel, _("The release was dropped. What was reserved stays spent.")),
}
REASONED: dict[str, tuple[Act, Any, Any, Any]] = {
    "veto": (
        actions.veto,
        _("Veto this release?"),
        _("It is stopped for good and can't be issued again. The budget stays spent."),
        _("The release was stopped."),
    ),
    "withdraw": (
        actions.withdraw,
        _("Withdraw this release?"),
        _("It is no longer handed out. Copies that were taken can't be called back, and it is never issued again."),
        _("The release was withdrawn."),
    ),
}


@door(*OFFICERS, methods=("POST",))
def release_act(request: WorkerRequest, release_id: str, verb: str) -> HttpResponse:
    """Start, approve, publish or drop; a refusal is said on the release's page."""
    one = release_of(request, release_id)
    if verb not in PLAIN:
        raise NotFound()
    act, done = PLAIN[verb]
    form = ActionForm(posted(request))
    if form.does(lambda _values: act(one, by=request.user)):
        messages.success(request, done)
        return redirect("release", release_id)
    context = release_context(request, release_of(request, release_id)) | {"form": form}
    return render(request, "releases/release.html", context, status=409)


@door(*OFFICERS)
def release_stop(request: WorkerRequest, release_id: str, verb: str) -> HttpResponse:
    """Veto or withdraw, with a reason."""
    one = release_of(request, release_id)
    act, heading, warning, done = REASONED[verb]
    form = (WithdrawForm if verb == "withdraw" else ReasonForm)(posted(request))
    if form.does(lambda values: act(one, reason=values["reason"], by=request.user)):
        messages.success(request, done)
        return redirect("release", release_id)
    context = {"release": one, "form": form, "heading": heading, "warning": warning}
    return render(request, "releases/stop.html", context, status=422 if form.is_bound else 200)
