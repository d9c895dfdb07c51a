"""Locking a session and opening it again."""

from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.core import ratelimit
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from frontend import lock
from frontend.forms.acting import posted
from frontend.forms.unlock import UnlockForm

from .doors import WorkerRequest


@csrf_exempt  # a stale token must never keep a screen open
@require_POST
@login_required
def lock_now(request: HttpRequest) -> HttpResponse:
    """Lock this session; the page asked for it, by hand or because nobody was there."""
    lock.lock(request, request.POST.get("back", ""))
    return redirect("lock")


@require_POST
@login_required
def awake(request: HttpRequest) -> HttpResponse:
    """Somebody is reading or typing: count the idle time from now. Too late, it locks; locked, it stays locked."""
    if not request.session.get(lock.LOCKED) and lock.was_left_alone(request.session):
        lock.lock(request)
    if not request.session.get(lock.LOCKED):
        lock.touch(request.session)
    return HttpResponse(status=204)


@require_http_methods(["GET", "POST"])
@login_required
def lock_page(request: WorkerRequest) -> HttpResponse:
    """Ask for the password, with allauth's limit on attempts, and go back to where the person was."""
    if not request.session.get(lock.LOCKED):
        return redirect("/")
    limited = request.method == "POST" and ratelimit.consume_or_429(request, action="reauthenticate", user=request.user)
    if limited:
        return limited
    form = UnlockForm(posted(request), user=request.user)
    if form.is_valid():
        reauthenticate_by_password(request)
        return redirect(lock.unlock(request))
    return render(request, "lock.html", {"form": form}, status=422 if form.is_bound else 200)
