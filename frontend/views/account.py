"""One's own account: where one is signed in, and the ways in."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from casemgr.accounts import actions, devices
from casemgr.accounts.models import SignInSession

from .doors import WorkerRequest


@require_safe
@login_required
def own_account(request: WorkerRequest) -> HttpResponse:
    """The sessions that are open, the one in use first."""
    here = devices.current(request)
    rows = SignInSession.objects.filter(user=request.user).open().order_by("-used_at", "-id")
    others = [row for row in rows if here is None or row.pk != here.pk]
    keys = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN)
    return render(request, "account/own.html", {"here": here, "others": others, "passkeys": keys})


@require_POST
@login_required
def own_session_end(request: WorkerRequest, session_id: str) -> HttpResponse:
    """End one; whoever holds it finds the sign-in page at their next click."""
    actions.end_session(session_id, here=devices.current(request), by=request.user)
    messages.success(request, _("That session has ended."))
    return redirect("own_account")


@require_POST
@login_required
def own_sessions_end(request: WorkerRequest) -> HttpResponse:
    """End all but the one in use."""
    ended = actions.end_other_sessions(here=devices.current(request), by=request.user)
    said = ngettext("%(count)d other session has ended.", "%(count)d other sessions have ended.", ended)
    messages.success(request, said % {"count": ended})
    return redirect("own_account")
