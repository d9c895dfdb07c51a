"""Keep the service directory: write organizations, services and places, check them, take them out, tell the room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.encryption import keys
from casemgr.errors import InvalidInput, NotFound, NotPermitted
from cases.codelists.countries import BY_CODE, COUNTRIES
from cases.codelists.services import SERVICES
from referrals.directory.codes import GROUPS, SERVES, EntryStatus, Line, ServiceStatus
from referrals.directory.hsds.tables import forget
from referrals.directory.members import own_id
from referrals.directory.reaching import Reaching
from referrals.models import (
    DirectoryAddress,
    DirectoryLanguage,
    DirectoryLocation,
    DirectoryOrganization,
    DirectoryPhone,
    DirectorySchedule,
    DirectoryService,
    ServiceAtLocation,
    ServiceCapacity,
    TermLink,
)

from ._entry import KEEP, KINDS, fill, own, save
from ._reaching import set_reaching

ORGANIZATION = frozenset("name alternate_name description email website country member".split())
SERVICE = frozenset(
    "service_code name alternate_name description url email status interpretation_services application_process "
    "wait_time fees_description eligibility_description alert minimum_age maximum_age serves groups cost line".split()
)
OPEN_PLACE = frozenset("alternate_name url description transportation latitude longitude region location_type".split())
LOCATION = OPEN_PLACE | frozenset("name country hidden whereabouts provider".split())
ADDRESS = frozenset("address_1 address_2 city state_province postal_code".split())


@transaction.atomic
def keep_organization(
    values: Mapping[str, Any],
    *,
    by: User,
    entry: DirectoryOrganization | None = None,
    version: int | None = None,
    reaching: Reaching | None = None,
) -> DirectoryOrganization:
    """Write an organization down, or change it. Errors: InvalidInput, NotFound, NotPermitted, Conflict."""
    require(by, KEEP)
    one = own(entry, by, version=version) if entry else DirectoryOrganization(organization=by.home)
    fill(one, values, ORGANIZATION)
    if one.country and one.country not in COUNTRIES:
        raise InvalidInput(_("Choose a country of the list."), field="country")
    _check_member(one, by)
    save(one, by, is_new=entry is None, changed=values)
    set_reaching(one, reaching, by)
    return one


def _check_member(one: DirectoryOrganization, by: User) -> None:
    if one.member is None:
        return
    other_world = one.member.practice_of_id != by.home.practice_of_id
    if one.member.is_remote or other_world or not one.member.is_active:
        raise InvalidInput(_("This organization doesn't take part."), field="member")
    twins = DirectoryOrganization.objects.kept_by(by).filter(member=one.member).exclude(pk=one.pk)
    if twins.exists():
        raise InvalidInput(_("You keep an entry of this organization already."), field="member")
    if one.is_own:
        one.public_id = own_id(one.member)


@transaction.atomic
def keep_service(
    values: Mapping[str, Any],
    *,
    by: User,
    provider: DirectoryOrganization | None = None,
    entry: DirectoryService | None = None,
    version: int | None = None,
    places: list[DirectoryLocation] | None = None,
    reaching: Reaching | None = None,
) -> DirectoryService:
    """Write a service of `provider` down, or change one. `places`: where it is given; None leaves that as it is.

    Errors: InvalidInput, NotFound, NotPermitted, Conflict.
    """
    require(by, KEEP)
    if entry is not None:
        one = own(entry, by, version=version)
    elif provider is not None:
        one = DirectoryService(organization=by.home, provider=own(provider, by))
    else:
        raise InvalidInput(_("Say whose service it is."), field="provider")
    fill(one, values, SERVICE)
    _check_service(one)
    one.last_modified = timezone.now()
    forget(one, ["last_modified"])
    save(one, by, is_new=entry is None, changed=values)
    if places is not None:
        _give_at(one, places, by)
    set_reaching(one, reaching, by)
    return one


def _check_service(one: DirectoryService) -> None:
    if one.service_code not in SERVICES:
        raise InvalidInput(_("Choose a service of the list."), field="service_code")
    if one.status not in ServiceStatus.values:
        raise InvalidInput(_("Choose a state of the list."), field="status")
    if set(one.serves) - set(SERVES) or set(one.groups) - set(GROUPS):
        raise InvalidInput(_("Choose from the list."), field="groups")
    if one.line and one.line not in Line.values:
        raise InvalidInput(_("Choose from the list."), field="line")
    if one.minimum_age is not None and one.maximum_age is not None and one.minimum_age > one.maximum_age:
        raise InvalidInput(_("The first age is above the last."), field="maximum_age")


def _give_at(service: DirectoryService, places: list[DirectoryLocation], by: User) -> None:
    kept = ServiceAtLocation.objects.kept_by(by).filter(service=service)
    kept.exclude(location__in=places).delete()
    there = set(kept.values_list("location_id", flat=True))
    for place in places:
        found = own(place, by)
        if found.pk not in there:
            ServiceAtLocation(organization=by.home, service=service, location=found).save(force_insert=True)


@transaction.atomic
def keep_location(
    values: Mapping[str, Any],
    *,
    by: User,
    entry: DirectoryLocation | None = None,
    version: int | None = None,
    address: Mapping[str, str] | None = None,
) -> DirectoryLocation:
    """Write a place down, or change it. A hidden one keeps its code name, its country and a sealed text; what was told
    of it before is deleted here. Errors: InvalidInput, NotFound, NotPermitted, Conflict.
    """
    require(by, KEEP)
    one = own(entry, by, version=version) if entry else DirectoryLocation(organization=by.home)
    if one.hidden and values.get("hidden") is False:
        raise InvalidInput(_("A hidden place stays hidden. Write a new place down if this one may be known."))
    fill(one, values, LOCATION)
    if one.country not in COUNTRIES:
        raise InvalidInput(_("Choose a country of the list."), field="country")
    if one.provider is not None:
        own(one.provider, by)
    _seal(one, by) if one.hidden else _open(one)
    save(one, by, is_new=entry is None, changed=values)
    if not one.hidden and address is not None:
        _put_address(one, address, by)
    return one


def _seal(one: DirectoryLocation, by: User) -> None:
    told: Any
    keys.create_data_key(one.organization_id, one.pk)
    for name in OPEN_PLACE:
        setattr(one, name, DirectoryLocation._meta.get_field(name).get_default())  # type: ignore[union-attr]
    one.extra = {}
    for told in (DirectoryAddress, DirectoryLanguage):
        told.objects.kept_by(by).filter(location=one).delete()
    for told in (DirectoryPhone, DirectorySchedule, TermLink):
        told.objects.kept_by(by).filter(Q(location=one) | Q(place__location=one)).delete()
    ServiceAtLocation.objects.kept_by(by).filter(location=one).update(description="", extra={})


def _open(one: DirectoryLocation) -> None:
    if one.whereabouts:
        raise InvalidInput(_("Only a hidden place has this text."), field="whereabouts")
    one.whereabouts = None


def _put_address(one: DirectoryLocation, address: Mapping[str, str], by: User) -> None:
    """The place's first address, in the country of the place. Others that came with a file stay."""
    known = DirectoryAddress.objects.kept_by(by).filter(location=one).order_by("pk").first()
    if not any(address.values()):
        if known:
            known.delete()
        return
    row = known or DirectoryAddress(organization=by.home, location=one)
    for name in ADDRESS & set(address):
        setattr(row, name, address[name])
    row.country = alpha2(one.country)
    forget(row, ["country", *address])
    row.save()


def alpha2(alpha3: str) -> str:
    """The two letters of a country as HSDS writes it; "" where there are none."""
    return BY_CODE[alpha3].alpha2 if alpha3 in BY_CODE else ""


@transaction.atomic
def verify(entry: DirectoryOrganization | DirectoryService | DirectoryLocation, *, by: User) -> None:
    """Somebody asked and it is still so: checked today. Errors: NotFound, NotPermitted."""
    one: Any = own(entry, by)
    one.verified_on, one.verified_by = today(by.organization), by
    forget(one, ["verified_on"])
    one.save(update_fields=["verified_on", "verified_by", "extra", "changed_at"])
    trail.record(events.DIRECTORY_VERIFIED, by=by, subject=one, facts={"kind": KINDS[type(one)]})


@transaction.atomic
def retire(entry: DirectoryOrganization | DirectoryService | DirectoryLocation, *, by: User) -> None:
    """It is offered no more; an organization's services and places go with it. Errors: NotFound, NotPermitted."""
    one: Any = own(entry, by)
    is_service = isinstance(one, DirectoryService)
    one.status = ServiceStatus.DEFUNCT if is_service else EntryStatus.RETIRED
    forget(one, ["status"])
    one.version += 1
    one.save(update_fields=["status", "extra", "version", "changed_at"])
    if isinstance(one, DirectoryOrganization):
        for service in DirectoryService.objects.kept_by(by).filter(provider=one).exclude(status=ServiceStatus.DEFUNCT):
            retire(service, by=by)
        for place in DirectoryLocation.objects.kept_by(by).filter(provider=one, status=EntryStatus.ACTIVE):
            retire(place, by=by)
    trail.record(events.DIRECTORY_RETIRED, by=by, subject=one, facts={"kind": KINDS[type(one)]})


@transaction.atomic
def set_capacity(
    service: DirectoryService, *, unit: str, available: int, by: User, maximum: int | None = None
) -> ServiceCapacity:
    """How many of a unit (beds, places) are free now. Errors: InvalidInput, NotFound, NotPermitted."""
    one = own(service, by)
    if not unit.strip():
        raise InvalidInput(_("Say what is counted."), field="unit")
    if available < 0 or (maximum is not None and available > maximum):
        raise InvalidInput(_("More is free than there is."), field="available")
    known = ServiceCapacity.objects.kept_by(by).filter(service=one, unit__iexact=unit.strip()).order_by("pk").first()
    if known is not None and known.counted:
        raise InvalidInput(_("These beds are counted from your houses. To type them, end the counting first."))
    told = known or ServiceCapacity(organization=by.home, service=one)
    told.unit, told.available, told.maximum = unit.strip(), available, maximum
    told.updated, told.updated_by = timezone.now(), by
    forget(told, ["unit", "available", "maximum", "updated"])
    told.save(force_insert=known is None)
    trail.record(
        events.DIRECTORY_CAPACITY_SET, by=by, subject=one, facts={"available": available, "maximum": maximum or 0}
    )
    return told


@transaction.atomic
def reveal_whereabouts(location: DirectoryLocation, *, by: User) -> str:
    """Where a hidden place of one's own organization is. Errors: NotFound (also another organization's)."""
    found = DirectoryLocation.objects.kept_by(by).filter(pk=location.pk, hidden=True).first()
    if found is None:
        raise NotFound()
    if not by.can("send_referral") and not by.can(KEEP):
        raise NotPermitted()
    trail.record(events.DIRECTORY_PLACE_REVEALED, by=by, subject=found)
    return found.whereabouts or ""
