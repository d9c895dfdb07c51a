"""Services of the directory as rows of a page: what hangs on them, read for the whole page at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from casemgr.accounts.models import User
from cases.codelists.countries import COUNTRIES
from cases.codelists.languages import LANGUAGES
from cases.codelists.services import SERVICES
from referrals.directory.codes import GROUPS, SERVES, Weekday
from referrals.models import (
    DirectoryLanguage,
    DirectorySchedule,
    DirectoryService,
    ServiceAtLocation,
    ServiceCapacity,
)


@dataclass
class Row:
    """One service with what the list shows of it."""

    service: DirectoryService
    kind: Any
    country: Any
    languages: list[Any] = field(default_factory=list)
    rooms: list[ServiceCapacity] = field(default_factory=list)
    towns: list[str] = field(default_factory=list)


def rows(services: Sequence[DirectoryService], user: User) -> list[Row]:
    """The rows of a page."""
    spoken, rooms, towns = _languages(services, user), _rooms(services, user), _towns(services, user)
    return [
        Row(
            one,
            SERVICES.label(one.service_code) if one.service_code else "",
            COUNTRIES.label(one.provider.country) if one.provider.country else "",
            spoken[one.pk],
            rooms[one.pk],
            towns[one.pk],
        )
        for one in services
    ]


def _languages(services: Sequence[DirectoryService], user: User) -> dict[UUID, list[Any]]:
    found = defaultdict(list)
    for one in DirectoryLanguage.objects.visible_to(user).filter(service__in=services).order_by("pk"):
        if one.service_id:
            found[one.service_id].append(LANGUAGES.label(one.code) if one.code else one.name)
    return found


def _rooms(services: Sequence[DirectoryService], user: User) -> dict[UUID, list[ServiceCapacity]]:
    found = defaultdict(list)
    for one in ServiceCapacity.objects.visible_to(user).filter(service__in=services).order_by("pk"):
        found[one.service_id].append(one)
    return found


def _towns(services: Sequence[DirectoryService], user: User) -> dict[UUID, list[str]]:
    """Where, by town or region; of one's own hidden places the code name."""
    found = defaultdict(list)
    places = ServiceAtLocation.objects.visible_to(user).filter(service__in=services, location__status="active")
    for one in places.select_related("location").order_by("pk"):
        address = next(iter(one.location.addresses.visible_to(user)[:1]), None)
        name = (address.city or address.state_province) if address else one.location.region
        found[one.service_id].append(name or one.location.name)
    return found


def hours_in_words(schedule: DirectorySchedule) -> str:
    """Days and hours of one line; what came in words stays in words."""
    names = dict(Weekday.choices)
    days = ", ".join(str(names.get(day, day)) for day in schedule.byday.split(",") if day)
    hours = "–".join(f"{one:%H:%M}" for one in (schedule.opens_at, schedule.closes_at) if one)
    return " ".join(part for part in (days, hours, schedule.description) if part)


def labels(codes: Sequence[str], *, of: str) -> list[Any]:
    """What codes of `serves` or `groups` are called."""
    known = {"serves": SERVES, "groups": GROUPS}[of]
    return [known.label(code) for code in codes]
