"""Houses: the list with free beds, who is there tonight, rooms, and where a house is."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.audit import events
from casemgr.errors import NotFound
from cases.actions import add_room, change_house, change_room, close_house, open_house, reveal_house
from cases.actions.houses import knows_where
from cases.looking import look
from cases.models import House, Room, Stay
from cases.shelter import free_beds, rooms_now
from frontend.forms.acting import posted
from frontend.forms.shelter import ChangeRoomForm, HouseForm, RoomForm
from frontend.tonight import tonight
from referrals.models import CountedHouse

from .doors import WorkerRequest, door
from .kept_forms import kept_page

KEEP = "keep_shelter"


def house_of(request: WorkerRequest, house_id: str) -> House:
    """The house with this public id, or 404."""
    houses = House.objects.visible_to(request.user).offered().select_related("team")
    house: House | None = houses.filter(public_id=house_id).first()
    if house is None:
        raise NotFound()
    return house


@door("record_service", methods=("GET",))
def houses(request: WorkerRequest) -> HttpResponse:
    """Code names with free beds, and who waits for a bed."""
    user = request.user
    found = House.objects.visible_to(user).offered().order_by("code_name")
    rows = [(one, *free_beds(one, user)) for one in found]
    asked = Stay.objects.visible_to(user).asked().select_related("case__person", "house").order_by("wanted_on")
    waiting = list(asked[:50])
    if waiting:
        look(*[one.case for one in waiting], by=user, event=events.CASE_LISTED)
    return render(request, "shelter/houses.html", {"rows": rows, "waiting": waiting, "may_keep": user.can(KEEP)})


@door("record_service", methods=("GET",))
def house(request: WorkerRequest, house_id: str) -> HttpResponse:
    """Tonight: who is there, who comes and who goes."""
    return _house_page(request, house_of(request, house_id))


@door("record_service", methods=("POST",))
def house_reveal(request: WorkerRequest, house_id: str) -> HttpResponse:
    """Where it is, once."""
    one = house_of(request, house_id)
    return _house_page(request, one, whereabouts=reveal_house(one, by=request.user))


def _house_page(request: WorkerRequest, one: House, **more: Any) -> HttpResponse:
    user = request.user
    seen = tonight(one, user)
    look(*seen.cases, by=user, event=events.HOUSE_READ)
    rooms = rooms_now(one, user)
    context = {"house": one, "tonight": seen, "rooms": rooms, "may_keep": user.can(KEEP)}
    told = CountedHouse.objects.visible_to(user).filter(house=one, service__provider__member=user.organization_id)
    counted = told.select_related("service").first()
    context |= {"counted": counted, "free": sum(now.free for now in rooms)}
    context |= {"knows_where": knows_where(one, user), "reads_health": user.reads("health")}
    return render(request, "shelter/house.html", context | more)


@door(KEEP)
def house_add(request: WorkerRequest) -> HttpResponse:
    """A new house."""
    form = HouseForm(posted(request), user=request.user)
    if form.does(lambda values: open_house(by=request.user, **values)):
        messages.success(request, gettext("The house was added. Now its rooms and beds."))
        return redirect("room_add", form.outcome.public_id)
    return _form(request, form, _("Add a house"), reverse("houses"))


@door(KEEP)
def house_change(request: WorkerRequest, house_id: str) -> HttpResponse:
    """Another code name, place or team."""
    one, user = house_of(request, house_id), request.user
    form = HouseForm(posted(request), user=user, initial={"code_name": one.code_name, "team": one.team_id})
    if form.does(lambda values: change_house(one, by=user, **values)):
        messages.success(request, gettext("Saved."))
        return redirect("house", house_id)
    return _form(request, form, _("Change the house"), reverse("house", args=[house_id]))


@door(KEEP, methods=("POST",))
def house_close(request: WorkerRequest, house_id: str) -> HttpResponse:
    """No longer used."""
    close_house(house_of(request, house_id), by=request.user)
    messages.success(request, gettext("The house is closed."))
    return redirect("houses")


@door(KEEP)
def room_add(request: WorkerRequest, house_id: str) -> HttpResponse:
    """A room and its beds."""
    one = house_of(request, house_id)
    form = RoomForm(posted(request))
    if form.does(lambda values: add_room(one, by=request.user, **values)):
        messages.success(request, gettext("The room was added."))
        return redirect("house", house_id)
    return _form(request, form, _("Add a room"), reverse("house", args=[house_id]))


@door(KEEP)
def room_change(request: WorkerRequest, house_id: str, room_id: str) -> HttpResponse:
    """Other beds, another label, or no longer used."""
    rooms = Room.objects.visible_to(request.user).standing().filter(house=house_of(request, house_id))
    room = rooms.filter(public_id=room_id).first()
    if room is None:
        raise NotFound()
    form = ChangeRoomForm(posted(request), initial={"label": room.label, "beds": room.beds})
    if form.does(lambda values: change_room(room, by=request.user, **values)):
        messages.success(request, gettext("Saved."))
        return redirect("house", house_id)
    return _form(request, form, _("Change the room"), reverse("house", args=[house_id]))


def _form(request: WorkerRequest, form: Any, heading: Any, back: str) -> HttpResponse:
    return kept_page(request, "shelter/form.html", form, heading=heading, submit=_("Save"), back_url=back)
