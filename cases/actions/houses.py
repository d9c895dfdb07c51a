"""Keep houses and their rooms; say where a house is, to those who work there."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import Team, User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.encryption import keys
from casemgr.errors import InvalidInput, NotFound, NotInThisState
from cases.models import House, Room, Stay
from cases.shelter import rooms_now

from .bed_changes import tell_of_beds

MOST_BEDS = 30
KEEP = "keep_shelter"


@transaction.atomic
def open_house(*, code_name: str, by: User, whereabouts: str | None = None, team: Team | None = None) -> House:
    """A house under a code name. Errors: InvalidInput."""
    require(by, KEEP)
    house = House(organization=by.home, kept_by=by)
    keys.create_data_key(house.organization_id, house.pk)
    _fill(house, code_name, team, by)
    house.whereabouts = whereabouts or None
    house.save(force_insert=True)
    trail.record(events.HOUSE_OPENED, by=by, subject=house)
    return house


@transaction.atomic
def change_house(
    house: House, *, code_name: str, by: User, whereabouts: str | None = None, team: Team | None = None
) -> House:
    """Another code name or team; whereabouts left empty stay as they are. Errors: InvalidInput, NotFound."""
    require(by, KEEP)
    current = own_house(house, by)
    _fill(current, code_name, team, by)
    if whereabouts:
        current.whereabouts = whereabouts
    current.save()
    trail.record(events.HOUSE_CHANGED, by=by, subject=current)
    return current


@transaction.atomic
def close_house(house: House, *, by: User) -> House:
    """No longer used. Errors: NotInThisState while anybody stays there or a bed was asked for."""
    require(by, KEEP)
    current = own_house(house, by)
    if Stay.objects.visible_to(by).current().filter(house=current).exists() or _taken(current, by):
        raise NotInThisState(_("People stay here, or a bed was asked for. Settle that first."))
    current.ended_at = timezone.now()
    current.save(update_fields=["ended_at"])
    trail.record(events.HOUSE_CLOSED, by=by, subject=current)
    tell_of_beds(by)
    return current


@transaction.atomic
def add_room(house: House, *, label: str, beds: int, by: User) -> Room:
    """A room with its beds. Errors: InvalidInput, NotFound."""
    require(by, KEEP)
    room = Room(organization=by.home, house=own_house(house, by), label=label.strip())
    _fill_room(room, beds, by)
    room.save(force_insert=True)
    trail.record(events.ROOM_KEPT, by=by, subject=room, facts={"beds": beds})
    tell_of_beds(by)
    return room


@transaction.atomic
def change_room(room: Room, *, label: str, beds: int, by: User, ended: bool = False) -> Room:
    """Other beds or another label, or no longer used. Never fewer beds than people. Errors: InvalidInput, NotFound."""
    require(by, KEEP)
    current = Room.objects.visible_to(by).standing().select_for_update(of=("self",)).filter(pk=room.pk).first()
    if current is None:
        raise NotFound()
    current.label = label.strip()
    _fill_room(current, beds, by)
    current.ended_at = timezone.now() if ended else None
    try:
        with transaction.atomic():
            current.save()
    except IntegrityError:
        raise InvalidInput(_("More people than that stay in this room now."), field="beds") from None
    trail.record(events.ROOM_KEPT, by=by, subject=current, facts={"beds": 0 if ended else beds})
    tell_of_beds(by)
    return current


@transaction.atomic
def reveal_house(house: House, *, by: User) -> str:
    """Where it is, for who keeps houses and the house's own team. Errors: NotFound, for everybody else alike."""
    found = House.objects.visible_to(by).filter(pk=house.pk).first()
    if found is None or not knows_where(found, by):
        raise NotFound()
    trail.record(events.HOUSE_REVEALED, by=by, subject=found)
    return found.whereabouts or ""


def knows_where(house: House, by: User) -> bool:
    """Whether this colleague may be told where it is."""
    return by.can(KEEP) or (house.team_id is not None and by.teams.filter(pk=house.team_id).exists())


def own_house(house: House, by: User) -> House:
    """The house, locked. Errors: NotFound where it isn't there any more."""
    rows = House.objects.visible_to(by).offered().select_for_update(of=("self",))
    found: House | None = rows.filter(pk=house.pk).first()
    if found is None:
        raise NotFound()
    return found


def _fill(house: House, code_name: str, team: Team | None, by: User) -> None:
    name = code_name.strip()
    if not name:
        raise InvalidInput(_("Give it a code name: never its address, never its real name."), field="code_name")
    if House.objects.visible_to(by).offered().filter(code_name__iexact=name).exclude(pk=house.pk).exists():
        raise InvalidInput(_("Another house has this code name."), field="code_name")
    if team is not None and team.organization_id != by.organization_id:
        raise InvalidInput(_("Choose one of your teams."), field="team")
    house.code_name, house.team, house.kept_by = name, team, by


def _fill_room(room: Room, beds: int, by: User) -> None:
    if not room.label:
        raise InvalidInput(_("Say which room it is."), field="label")
    if not 0 < beds <= MOST_BEDS:
        raise InvalidInput(_("A room has one to %d beds.") % MOST_BEDS, field="beds")
    others = Room.objects.visible_to(by).standing().filter(house_id=room.house_id, label__iexact=room.label)
    if others.exclude(pk=room.pk).exists():
        raise InvalidInput(_("Another room has this label."), field="label")
    room.beds = beds


def _taken(house: House, by: User) -> bool:
    """Whether anybody stays there, seen by `by` or not."""
    return any(one.taken for one in rooms_now(house, by))
