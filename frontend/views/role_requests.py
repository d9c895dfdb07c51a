"""Roles and teams that take two people: the second person's answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from casemgr.accounts import actions
from casemgr.accounts.models import RoleRequest, User
from casemgr.accounts.roles import ROLES
from casemgr.errors import NotFound
from frontend.forms.factor_reset import DecideResetForm
from frontend.role_words import SCOPES

from .doors import WorkerRequest, door


@door("confirm_reset", methods=("POST",))
def role_decide(request: WorkerRequest, request_id: str) -> HttpResponse:
    """Confirm or refuse; who asked may only take it back."""
    one = RoleRequest.objects.filter(organization=request.user.home, public_id=request_id).first()
    if one is None:
        raise NotFound()
    form = DecideResetForm(request.POST)
    if form.does(lambda v: actions.decide_role(one, confirm=v["answer"] == "confirm", by=request.user)):
        confirmed = form.cleaned_data["answer"] == "confirm"
        messages.success(request, _("Confirmed. It holds from now on.") if confirmed else _("Refused."))
    else:
        messages.error(request, str(form.refusal or _("Confirm or refuse.")))
    return redirect("factor_resets")


def role_rows(user: User) -> list[dict[str, Any]]:
    """What waits, oldest first: the request, how far the role sees, and whether `user` asked it or may confirm it."""
    rows = RoleRequest.objects.waiting().filter(organization=user.home).order_by("asked_at")
    told = rows.select_related("person", "team", "asked_by").prefetch_related("person__teams")
    return [
        {
            "one": one,
            "reach": SCOPES[ROLES[one.role].scope],
            "asked": one.asked_by_id == user.pk,
            "may": user.pk not in (one.asked_by_id, one.person_id),
        }
        for one in told
    ]
