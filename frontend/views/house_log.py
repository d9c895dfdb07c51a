"""The log of a house."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.audit import events
from casemgr.errors import NotFound
from cases.actions import add_to_event, follow_up_event, log_house_event
from cases.looking import look
from cases.models import HouseEvent, HouseEventPart
from frontend.forms.acting import posted
from frontend.forms.shelter import EventPartForm, HouseEventForm

from .doors import WorkerRequest, door
from .houses import house_of
from .kept_forms import kept_page

SHOWN = 50


@door("record_service", methods=("GET",))
def house_log(request: WorkerRequest, house_id: str) -> HttpResponse:
    """What happened, newest first, in codes."""
    house = house_of(request, house_id)
    rows = HouseEvent.objects.visible_to(request.user).filter(house=house).order_by("-happened_at")
    return render(request, "shelter/log.html", {"house": house, "rows": rows[:SHOWN]})


@door("record_service")
def house_event_add(request: WorkerRequest, house_id: str) -> HttpResponse:
    """Something happened: first the codes, then who was part of it."""
    house = house_of(request, house_id)
    form = HouseEventForm(posted(request), initial={"happened_at": timezone.localtime()})
    if form.does(lambda values: log_house_event(house, by=request.user, **values)):
        messages.success(request, gettext("Written down. Now who was part of it."))
        return redirect("house_event", house_id, form.outcome.public_id)
    context: dict[str, Any] = {"form": form, "heading": _("Something happened"), "submit": _("Save")}
    context |= {"back_url": reverse("house_log", args=[house_id])}
    return render(request, "shelter/form.html", context, status=422 if form.is_bound else 200)


@door("record_service")
def house_event(request: WorkerRequest, house_id: str, event_id: str) -> HttpResponse:
    """What happened, those of it whom the reader sees, and adding one."""
    user, event = request.user, _event(request, house_id, event_id)
    form = EventPartForm(posted(request), event=event, user=user)

    def add(values: dict[str, Any]) -> HouseEventPart:
        return add_to_event(event, values["stay"], part=values["part"], words=values["words"], by=user)

    if form.does(add):
        messages.success(request, gettext("Saved."))
        return redirect("house_event", house_id, event_id)
    parts = HouseEventPart.objects.visible_to(user).filter(event=event).select_related("case__person", "recorded_by")
    offered = form.fields["stay"].queryset  # type: ignore[attr-defined]
    look(*{one.case for one in [*parts, *offered]}, by=user, event=events.HOUSE_READ)
    context = {"house": event.house, "event": event, "parts": parts, "may_keep": user.can("keep_shelter")}
    return kept_page(request, "shelter/event.html", form, **context)


@door("keep_shelter", methods=("POST",))
def house_event_follow(request: WorkerRequest, house_id: str, event_id: str) -> HttpResponse:
    """It was looked at again."""
    follow_up_event(_event(request, house_id, event_id), by=request.user)
    messages.success(request, gettext("Saved."))
    return redirect("house_event", house_id, event_id)


def _event(request: WorkerRequest, house_id: str, event_id: str) -> HouseEvent:
    house = house_of(request, house_id)
    rows = HouseEvent.objects.visible_to(request.user).filter(house=house).select_related("house", "recorded_by")
    event: HouseEvent | None = rows.filter(public_id=event_id).first()
    if event is None:
        raise NotFound()
    return event
