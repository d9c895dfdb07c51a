"""A holder's own pages: a passphrase, unlocking and locking the organization's key. Absent to everybody else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from casemgr.accounts import actions, held_key
from casemgr.accounts.held_key import part_of
from casemgr.encryption import holders
from casemgr.errors import NotFound
from frontend.forms.acting import posted
from frontend.forms.held_key import EnterForm, PassphraseForm

from .doors import WorkerRequest
from .fresh import fresh

View = Callable[..., HttpResponseBase]


def holder_door(*methods: str) -> Callable[[View], View]:
    """Only for people who hold a part of the key, or are named to. Tries are limited before anybody is told which."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: WorkerRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if "passphrase" in request.POST:
                limited = ratelimit.consume_or_429(request, action="key_passphrase", user=request.user)
                if limited:
                    return limited
            if not held_key.has_part(request.user):
                raise NotFound()
            return view(request, *args, **kwargs)

        return login_required(require_http_methods(methods)(checked))

    return decorate


@holder_door("GET")
def own_key(request: WorkerRequest) -> HttpResponse:
    """What this holder has to do now, and how the key stands."""
    user, organization_id = request.user, request.user.home.pk
    present, following = holders.holding(organization_id), holders.named(organization_id)
    part, next_part = part_of(user, present), part_of(user, following)
    agreed, needed = holders.agreeing(following) if following else (0, 0)
    context = {
        "part": part,
        "next_part": next_part,
        "present": held_key.standing(present),
        "following": held_key.standing(following),
        "open_until": held_key.open_until(organization_id) if present else None,
        "missing": held_key.missing(present) if present else 0,
        "may_agree": bool(part and following and part.agrees_to != following.pk),
        "agreed": agreed,
        "needed": needed,
    }
    return render(request, "admin/own_key.html", context)


@holder_door("GET", "POST")
@fresh
def key_passphrase(request: WorkerRequest) -> HttpResponse:
    """Set the passphrase of one's own part."""
    if part_of(request.user, holders.named(request.user.home.pk)) is None:
        return redirect("own_key")
    form = PassphraseForm(posted(request))
    if form.does(lambda values: actions.set_passphrase(values["passphrase"], by=request.user)):
        messages.success(request, _handed_over() if form.outcome else _("Your passphrase is set. Keep it apart."))
        return redirect("own_key")
    return render(request, "admin/key_passphrase.html", {"form": form}, status=422 if form.is_bound else 200)


@holder_door("GET", "POST")
@fresh
def key_unlock(request: WorkerRequest) -> HttpResponse:
    """Enter one's passphrase; the key opens once enough holders did."""
    present = holders.holding(request.user.home.pk)
    if part_of(request.user, present) is None or not held_key.is_locked(request.user):
        return redirect("own_key")
    form = EnterForm(posted(request))
    if form.does(lambda values: actions.enter_passphrase(values["passphrase"], by=request.user)):
        if form.outcome is not None:
            messages.success(request, _still_missing(form.outcome))
            return redirect("own_key")
        form.add_error("passphrase", _("This isn't the passphrase of your part of the key."))
    context = {"form": form, "missing": held_key.missing(present) if present else 0}
    return render(request, "admin/key_unlock.html", context, status=422 if form.is_bound else 200)


@holder_door("POST")
@fresh
def key_agree(request: WorkerRequest) -> HttpResponse:
    """Agree that others hold the key next."""
    handed_over = actions.agree_to_holders(by=request.user)
    messages.success(request, _handed_over() if handed_over else _("You agreed to the next holders."))
    return redirect("own_key")


@require_http_methods(["POST"])
@login_required
def key_lock(request: WorkerRequest) -> HttpResponse:
    """Lock now: any holder, and the administrator. Nothing is asked first."""
    actions.lock_key(by=request.user)
    messages.success(request, _("The key is locked. Nobody can open anything until its holders unlock it."))
    return redirect("own_key" if held_key.has_part(request.user) else "organization_key")


def _still_missing(missing: int) -> str:
    if not missing:
        return _("The key is open. Your colleagues can go on.")
    words = ngettext(
        "Noted. One more holder must enter their passphrase within half an hour.",
        "Noted. %(count)s more holders must enter their passphrases within half an hour.",
        missing,
    )
    return words % {"count": missing}


def _handed_over() -> str:
    return _("The key is with its holders from now on. Try at once whether you can: lock it, and unlock it together.")
