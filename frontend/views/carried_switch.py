"""The switch for slips that people carry, with what can happen. For organization administrators."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from frontend.forms.acting import posted
from frontend.forms.carried import SwitchForm
from referrals import actions

from .doors import WorkerRequest, door
from .settings_frame import parts


@door("manage_people")
def carried_links(request: WorkerRequest) -> HttpResponse:
    """Read the warning, give a neutral name, switch it on or off."""
    home = request.user.home
    form = SwitchForm(posted(request), initial={"on": home.carried_links, "name": home.carried_name})
    if form.does(lambda values: actions.switch_carried(by=request.user, **values)):
        messages.success(request, _("Saved."))
        return redirect("organization")
    context = parts("organization") | {"form": form, "on": home.carried_links}
    return render(request, "carried/switch.html", context, status=422 if form.is_bound else 200)
