"""A directory for the demo: each organization itself, partners reached by phone, a shelter at a hidden place."""

import datetime
from collections.abc import Sequence

from django.db import transaction

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import User
from casemgr.cli.sample_accounts import DemoOrganization
from referrals import actions
from referrals.directory.reaching import Hours, Reaching
from referrals.models import DirectoryOrganization

Service = tuple[str, str, tuple[str, ...], int | None, tuple[str, ...], str]
WEEK = ("MO", "TU", "WE", "TH", "FR")
NINE, FIVE = datetime.time(9), datetime.time(17)
#: by the short name of whoever keeps them: name, what it does, town, latitude and longitude, phone, which of SERVICES;
#: invented, the places too
OUTSIDE = {
    "harbor": (
        ("Night Bus", "Meals, a doctor and a listening ear, every night", "Riverside", (41.3, -72.4), "0140", (1, 2)),
        ("Open Door Clinic", "Health care without papers or questions", "Old Town", (41.45, -72.1), "0141", (2,)),
        ("Pier Rooms", "Rooms for some weeks, with a porter day and night", "Old Town", (41.46, -72.12), "0145", (3,)),
        ("Crossroads Law", "Lawyers for wages, papers and protection", "Hillside", (42.1, -72.6), "0146", (0,)),
    ),
    "lotus": (("Lantern Advice", "Advice on wages, papers and rights", "Temple Road", (14.2, 100.6), "0142", (0, 1)),),
    "sahel": (
        ("Market Doctors", "A clinic in the market, Mondays and Fridays", "Great Market", (12.6, -7.9), "0143", (2,)),
        ("Baobab Listeners", "Somebody to talk to, in five languages", "Station Street", (13.4, -6.2), "0144", (1,)),
    ),
}
#: name, code, languages, age from, whom, cost
SERVICES: tuple[Service, ...] = (
    ("Advice on rights and wages", "legal_aid", ("en", "es", "th"), 16, ("women", "men"), "free"),
    ("Somebody to talk to", "psychosocial", ("en", "fr", "sw"), None, ("women", "girls", "boys"), "free"),
    ("Health check", "medical", ("en", "ar"), None, (), "sliding"),
    ("Rooms by the water", "short_term_housing", ("en", "es"), 18, ("women",), "free"),
)


def make_directories(organizations: Sequence[DemoOrganization]) -> int:
    """Entries of each organization; returns how many services."""
    return sum(_of(one) for one in organizations)


def _of(one: DemoOrganization) -> int:
    admin = one.people["org_admin"]
    with acting_as_user(admin), transaction.atomic():
        said = {"name": one.organization.name, "country": one.organization.country, "member": one.organization}
        own = actions.keep_organization(said, reaching=Reaching(phone="+1 555 0100"), by=admin)
        _shelter(own, admin)
        partners = OUTSIDE.get(one.organization.slug, ())
        for name, about, town, at, phone, services in partners:
            _outside(name, about, town, at, f"+1 555 {phone}", [SERVICES[number] for number in services], admin)
    return 1 + sum(len(services) for *_partner, services in partners)


def _shelter(own: DirectoryOrganization, admin: User) -> None:
    where = {"name": "Tamarind", "country": own.country, "provider": own, "hidden": True}
    place = actions.keep_location(
        where | {"whereabouts": "1 Invented Lane. Ring twice, ask for the gardener."}, by=admin
    )
    said = {"name": "Safe house", "service_code": "emergency_shelter", "serves": ["women"], "groups": ["families"]}
    reaching = Reaching(phone="+1 555 0110", languages=["en", "my", "th"])
    service = actions.keep_service(said, provider=own, places=[place], reaching=reaching, by=admin)
    actions.set_capacity(service, unit="beds", available=3, maximum=12, by=admin)


def _outside(
    name: str, about: str, town: str, at: tuple[float, float], phone: str, services: Sequence[Service], admin: User
) -> None:
    said = {"name": name, "description": about, "country": admin.home.country}
    partner = actions.keep_organization(said, reaching=Reaching(phone=phone), by=admin)
    where = {"latitude": at[0], "longitude": at[1]}
    place = where | {"name": f"{town} office", "country": admin.home.country, "provider": partner}
    office = actions.keep_location(place, address={"address_1": "2 Invented Street", "city": town}, by=admin)
    for title, code, languages, age, serves, cost in services:
        service = {"name": title, "service_code": code, "minimum_age": age, "serves": list(serves), "cost": cost}
        reaching = Reaching(phone=phone, languages=languages, hours=Hours(WEEK, NINE, FIVE))
        given = actions.keep_service(service, provider=partner, places=[office], reaching=reaching, by=admin)
        if code == "short_term_housing":
            actions.set_capacity(given, unit="rooms", available=2, maximum=8, by=admin)
