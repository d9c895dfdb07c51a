"""What an offer tells before anybody accepts: coded facts that name nobody."""

from __future__ import annotations

import datetime
from typing import Any

from casemgr.accounts.models import Organization
from cases.codelists.countries import BY_CODE
from cases.models import Person
from referrals.codes import age_band


def coded_facts(person: Person, sender: Organization, day: datetime.date) -> dict[str, Any]:
    """Age band, region of the sender (where the service is needed), language, and whether an interpreter is."""
    country = BY_CODE.get(sender.country)
    return {
        "age_band": age_band(person.birth_year or _year(person.birth_date), day),
        "region": country.region if country else "",
        "language": person.preferred_language,
        "interpreter_needed": person.interpreter_needed,
    }


def _year(birth_date: datetime.date | None) -> int | None:
    return birth_date.year if birth_date else None
