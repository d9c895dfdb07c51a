"""Free beds that houses are counted for: a service of the directory says them, and nobody types them."""

from __future__ import annotations

from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.db.actor import Actor, acting_as
from casemgr.errors import InvalidInput
from cases.actions.houses import own_house
from cases.models import House
from referrals.models import CountedHouse, DirectoryService

from ._entry import KEEP, own

KEEP_HOUSES = "keep_shelter"


@transaction.atomic
def connect_house(house: House, service: DirectoryService, *, by: User) -> CountedHouse:
    """From now on this service of one's own entry tells the free beds of the house. The number alone is told.

    Errors: InvalidInput, NotFound, NotPermitted.
    """
    require(by, KEEP_HOUSES)
    current = own_house(house, by)
    if not DirectoryService.objects.of_own_entry(by).filter(pk=service.pk).exists():
        raise InvalidInput(_("Choose a service of your own organization's entry."), field="service")
    tell_directory(by)  # first: everybody locks the counted services in the same order
    known = CountedHouse.objects.visible_to(by).filter(house=current).first()
    row = known or CountedHouse(organization=by.home, house=current)
    row.service, row.connected_by = service, by
    row.save(force_insert=known is None)
    trail.record(events.HOUSE_COUNTED, by=by, subject=current, facts={"service": str(service.public_id)})
    tell_directory(by)
    return row


@transaction.atomic
def disconnect_house(house: House, *, by: User) -> None:
    """The house is counted no more; what was told last stays, with its date. Nothing happens where it isn't counted.

    Errors: NotFound, NotPermitted.
    """
    require(by, KEEP_HOUSES)
    current = own_house(house, by)
    tell_directory(by)  # first, as above
    if CountedHouse.objects.visible_to(by).filter(house=current).delete()[0]:
        trail.record(events.HOUSE_NOT_COUNTED, by=by, subject=current)
        tell_directory(by)


@transaction.atomic
def tell_by_hand(service: DirectoryService, *, by: User) -> None:
    """Who keeps the directory ends the counting of a service, if it is counted. Errors: NotFound, NotPermitted."""
    require(by, KEEP)
    tell_directory(by)  # first, as above
    one = own(service, by)
    if gone := CountedHouse.objects.visible_to(by).filter(service=one).delete()[0]:
        trail.record(events.DIRECTORY_BY_HAND, by=by, subject=one, facts={"houses": gone})
        tell_directory(by)


def tell_directory(by: User) -> None:
    """Count again after beds, rooms or stays changed. Part of other actions; the trail hears of another number."""
    for service, free in _count():
        _write_down(service, free, by, by.organization_id)


def recount_beds(organization_id: UUID) -> int:
    """Count the houses of one organization again, so that the figure's date says that it is so now. How many changed.

    It acts as the organization itself and opens nothing: it works while the organization's own key is locked.
    """
    with acting_as(Actor(organization_id, organization_id, "organization")), transaction.atomic():
        changed = _count()
    for service, free in changed:
        with acting_as(None):
            _write_down(service, free, None, organization_id)
    return len(changed)


def _count() -> list[tuple[UUID, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT service, free FROM app.count_beds()")
        return cursor.fetchall()


def _write_down(service: UUID, free: int, by: User | None, organization_id: UUID | None) -> None:
    trail.record(
        events.DIRECTORY_BEDS_COUNTED,
        by=by,
        subject=DirectoryService(pk=service),
        organization_id=organization_id,
        facts={"available": free},
    )
