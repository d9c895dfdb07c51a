"""The services that an organization gives, in its own words; what is counted are the codes of the typed catalogue."""

from __future__ import annotations

from typing import Any

from casemgr.accounts.models import Organization
from cases.codelists.services import SERVICES

ALWAYS = "other"  # what was given can be written down even where the choice is too narrow


def offered(organization: Organization) -> list[tuple[str, Any]]:
    """Code and name of each, in the order of the catalogue; the whole catalogue while nothing was chosen."""
    chosen = organization.services
    return [(code, label(organization, code)) for code in SERVICES if not chosen or code in chosen or code == ALWAYS]


def label(organization: Organization, code: str) -> Any:
    """What the organization calls a service, or the catalogue's name for it."""
    return organization.services.get(code) or SERVICES.label(code)
