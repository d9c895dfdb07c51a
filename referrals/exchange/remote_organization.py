"""An organization on another instance, as it stands here: a name, nobody but one account, pending until confirmed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from zoneinfo import available_timezones

from casemgr.accounts.models import Organization, User
from cases.codelists.countries import BY_CODE
from referrals.errors import ExchangeFailed

LONGEST_NAME = 200


@dataclass(frozen=True)
class Described:
    """What one organization tells the other about itself."""

    name: str
    country: str
    time_zone: str


def describe(organization: Organization) -> Described:
    """What an organization here tells about itself."""
    return Described(organization.name, organization.country, organization.time_zone)


def shown(described: Described) -> dict[str, str]:
    """As JSON."""
    return asdict(described)


def parsed(said: Any) -> Described:
    """The other way. Errors: ExchangeFailed "answer"."""
    if not isinstance(said, dict) or not all(isinstance(value, str) for value in said.values()):
        raise ExchangeFailed("answer")
    name = " ".join(said.get("name", "").split())
    sound = 0 < len(name) <= LONGEST_NAME and name.isprintable() and said.get("country") in BY_CODE
    if not sound or said.get("time_zone") not in available_timezones():
        raise ExchangeFailed("answer")
    return Described(name, said["country"], said["time_zone"])


def made_here(described: Described, paired_with: Organization, slug: str) -> tuple[Organization, User]:
    """The organization, pending, and the account by which its letters act; inside a transaction."""
    organization = Organization.objects.create(
        name=described.name,
        slug=slug,
        country=described.country,
        time_zone=described.time_zone,
        paired_with=paired_with,
    )
    account = User.objects.create_user(
        f"{slug}@exchange.invalid",
        name=described.name[:150],
        organization=organization,
        role="remote_partner",
        is_machine=True,
    )
    return organization, account
