"""Your organization's key: who holds it, and naming the holders. For organization administrators."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from casemgr.accounts import actions, held_key
from casemgr.encryption import holders
from frontend.forms.acting import posted
from frontend.forms.held_key import HoldersForm

from .doors import WorkerRequest, door
from .fresh import fresh
from .settings_frame import parts


@door("manage_people", methods=("GET",))
def organization_key(request: WorkerRequest) -> HttpResponse:
    """Who holds the key, whether it is open, who is named to hold it next."""
    organization_id = request.user.home.pk
    present, following = holders.holding(organization_id), holders.named(organization_id)
    agreed, needed = holders.agreeing(following) if following else (0, 0)
    context = {
        "present": held_key.standing(present),
        "open_until": held_key.open_until(organization_id) if present else None,
        "missing": held_key.missing(present) if present else 0,
        "following": held_key.standing(following),
        "agreed": agreed,
        "needed": needed,
    }
    return render(request, "admin/key.html", parts("organization") | context)


@door("manage_people")
@fresh
def key_holders(request: WorkerRequest) -> HttpResponse:
    """Read what it means, and name the people who shall hold the key."""
    user = request.user
    form = HoldersForm(posted(request), user=user, present=holders.holding(user.home.pk))
    if form.does(lambda values: actions.name_holders(by=user, **form.chosen(values))):
        messages.success(request, _("They are named. Each of them now sets a passphrase on their own page."))
        return redirect("organization_key")
    context = parts("organization") | {"form": form}
    return render(request, "admin/key_holders.html", context, status=422 if form.is_bound else 200)


@door("manage_people", methods=("POST",))
def key_take_back(request: WorkerRequest) -> HttpResponse:
    """Forget who was named."""
    actions.take_back_holders(by=request.user)
    messages.success(request, _("Nobody is named any more. The key stays where it is."))
    return redirect("organization_key")
