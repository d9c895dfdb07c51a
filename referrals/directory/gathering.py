"""Reads services with what hangs on them, for matching and lists: as many queries for a thousand as for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q

from casemgr.accounts.models import Organization, User
from cases.embassies import is_embassy
from referrals.directory.codes import LocationType
from referrals.directory.facts import Facts, Room, Span, Spot
from referrals.models import (
    DirectoryAddress,
    DirectoryLanguage,
    DirectoryLocation,
    DirectoryPhone,
    DirectorySchedule,
    DirectoryService,
    ServiceAtLocation,
    ServiceCapacity,
)

MOST = 1000  # services of the kinds that are asked for; what is past them is left out by name
# what a repeating line of HSDS may say beyond days and hours: with one of them the hours aren't reckoned
BEYOND_US = frozenset("interval bymonth bymonthday byweekno byyearday until count dtstart wkst timezone".split())


def gather(
    user: User, codes: Collection[str], *, never: Collection[UUID] = (), no_embassies: bool = False
) -> list[Facts]:
    """The services of these kinds that the user reads, by name.

    What is given by an organization of this server in `never` is left out, whoever keeps the entry: as if it weren't
    there. An entry that says no member is known by the organization's name; `no_embassies` leaves out what its name or
    its organization's says is an embassy.
    """
    rows = DirectoryService.objects.visible_to(user).active().filter(provider__status="active", service_code__in=codes)
    rows = rows.exclude(provider__member__in=list(never)).select_related("provider__member", "organization")
    barred = _names(never)
    services = [one for one in rows.order_by("name", "pk") if one.provider.name.strip().casefold() not in barred]
    if no_embassies:
        services = [one for one in services if not is_embassy(one.name) and not is_embassy(one.provider.name)]
    if not services:
        return []
    beside = _Beside(services[:MOST], user)
    return [beside.facts(one) for one in services[:MOST]]


def _names(never: Collection[UUID]) -> set[str]:
    if not never:
        return set()
    names = Organization.objects.filter(pk__in=list(never)).values_list("name", flat=True)
    return {name.strip().casefold() for name in names}


class _Beside:
    """What hangs on these services, each kind read once."""

    def __init__(self, services: Sequence[DirectoryService], user: User) -> None:
        self.user = user
        self.providers = {one.provider_id for one in services}
        at = {"service__in": services}
        self.languages = _grouped(
            DirectoryLanguage.objects.visible_to(user).filter(**at).exclude(code="").values_list("service_id", "code")
        )
        self.rooms = _by(ServiceCapacity.objects.visible_to(user).filter(**at).order_by("pk"), "service_id")
        self.gives = _grouped(
            DirectoryService.objects.visible_to(user)
            .active()
            .filter(provider__in=self.providers)
            .values_list("provider_id", "service_code")
        )
        self.hours = self._hours(services)
        self.phones = self._phones(services)
        self.places = _by(
            ServiceAtLocation.objects.visible_to(user)
            .filter(**at, location__status="active")
            .select_related("location")
            .order_by("pk"),
            "service_id",
        )
        open_ones = [one.location_id for rows in self.places.values() for one in rows if not one.location.hidden]
        addresses = DirectoryAddress.objects.visible_to(user).filter(location__in=open_ones).order_by("pk")
        self.addresses = _by(addresses, "location_id")

    def _hours(self, services: Sequence[DirectoryService]) -> dict[UUID, list[DirectorySchedule]]:
        rows = DirectorySchedule.objects.visible_to(self.user).select_related("place")
        found = defaultdict(list)
        for one in rows.filter(Q(service__in=services) | Q(place__service__in=services)).order_by("pk"):
            if of := one.service_id or (one.place and one.place.service_id):
                found[of].append(one)
        return found

    def _phones(self, services: Sequence[DirectoryService]) -> dict[UUID, str]:
        """The first number of each service and of each provider."""
        rows = DirectoryPhone.objects.visible_to(self.user).filter(kind__in=("", "voice"))
        found: dict[UUID, str] = {}
        for one in rows.filter(Q(service__in=services) | Q(provider__in=self.providers)).order_by("pk"):
            if of := one.service_id or one.provider_id:
                found.setdefault(of, one.number)
        return found

    def facts(self, one: DirectoryService) -> Facts:
        """One service."""
        provider, member = one.provider, one.provider.member
        places = self.places.get(one.pk, [])
        return Facts(
            public_id=str(one.public_id),
            name=one.name,
            code=one.service_code,
            provider_id=str(provider.public_id),
            provider=provider.name,
            country=provider.country,
            own=member is not None and member.pk == self.user.organization_id,
            member=member.public_id if member and member.is_active and not member.is_remote else "",
            zone=one.organization.time_zone,
            alert=one.alert,
            eligibility=one.eligibility_description,
            wait_time=one.wait_time,
            phone=self.phones.get(one.pk) or self.phones.get(provider.pk, ""),
            languages=frozenset(self.languages.get(one.pk, ())),
            interprets=bool(one.interpretation_services.strip()),
            minimum_age=one.minimum_age,
            maximum_age=one.maximum_age,
            serves=frozenset(one.serves),
            groups=frozenset(one.groups),
            cost=one.cost,
            rooms=[Room(row.unit, row.available, row.maximum, row.updated) for row in self.rooms.get(one.pk, ())],
            spans=_spans(self.hours.get(one.pk, ())),
            spots=[self._spot(row.location) for row in places if not row.location.hidden],
            hidden=any(row.location.hidden for row in places),
            checked_on=one.verified_on,
            gives=frozenset(self.gives.get(provider.pk, ())),
        )

    def _spot(self, place: DirectoryLocation) -> Spot:
        names = [place.region]
        for row in self.addresses.get(place.pk, ()):
            names = [row.city, row.state_province, row.region, *names]
        physical = place.location_type == LocationType.PHYSICAL
        return Spot(
            public_id=str(place.public_id),
            name=place.name,
            country=place.country,
            names=tuple(dict.fromkeys(name for name in names if name)),
            latitude=place.latitude if physical else None,
            longitude=place.longitude if physical else None,
        )


def _spans(rows: Iterable[DirectorySchedule]) -> list[Span] | None:
    """Hours that can be reckoned; None where there are none, or one among them says more than days and hours."""
    spans = []
    for row in rows:
        if row.freq not in ("", "WEEKLY") or not row.byday or any(row.extra.get(name) for name in BEYOND_US):
            return None
        days = frozenset(row.byday.split(","))
        spans.append(Span(days, row.opens_at, row.closes_at, row.valid_from, row.valid_to))
    return spans or None


def _by(rows: Iterable[Any], name: str) -> dict[UUID, list[Any]]:
    found = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _grouped(pairs: Iterable[tuple[UUID, str]]) -> dict[UUID, list[str]]:
    found = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
