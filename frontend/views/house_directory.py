"""Let a service of the directory tell the free beds of a house, and end that."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frontend.forms.acting import posted
from frontend.forms.shelter import CountForm
from referrals.actions import connect_house, disconnect_house

from .doors import WorkerRequest, door
from .houses import KEEP, house_of


@door(KEEP)
def house_directory(request: WorkerRequest, house_id: str) -> HttpResponse:
    """Choose the service; the number alone is told."""
    one = house_of(request, house_id)
    form = CountForm(posted(request), user=request.user)
    if form.does(lambda values: connect_house(one, by=request.user, **values)):
        messages.success(request, gettext("The directory tells the free beds from now on."))
        return redirect("house", house_id)
    context = {"form": form, "heading": _("Tell free beds in the directory"), "submit": _("Count this house")}
    context["back_url"] = reverse("house", args=[house_id])
    return render(request, "shelter/form.html", context, status=422 if form.is_bound else 200)


@door(KEEP, methods=("POST",))
def house_directory_end(request: WorkerRequest, house_id: str) -> HttpResponse:
    """The house is counted no more."""
    disconnect_house(house_of(request, house_id), by=request.user)
    messages.success(request, gettext("This house is counted no more. The number told last stays, with its date."))
    return redirect("house", house_id)
