"""What an offer tells before anybody accepts: coded facts that name nobody."""

from __future__ import annotations

import datetime
from typing import Any

from casemgr.accounts.clock import today
from casemgr.accounts.models import Organization, User
from casemgr.db.actor import Actor, acting_as
from cases.codelists.countries import BY_CODE
from cases.models import Person
from referrals.codes import age_band

FEW = 5  # people; below that a language and an age together may tell who is meant


def coded_facts(person: Person, sender: Organization, day: datetime.date) -> dict[str, Any]:
    """Age band, region of the sender (where the service is needed), language, and whether an interpreter is."""
    country = BY_CODE.get(sender.country)
    return {
        "age_band": age_band(person.birth_year or _year(person.birth_date), day),
        "region": country.region if country else "",
        "language": person.preferred_language,
        "interpreter_needed": person.interpreter_needed,
    }


def tells_too_much(person: Person, by: User) -> bool:
    """Whether fewer than FEW people of the sender speak this language at this age: an offer might name them."""
    facts = coded_facts(person, by.home, today(by.home))
    return few_alike(facts["language"], facts["age_band"], by)


def few_alike(language: str, age: str | None, by: User) -> bool:
    """Whether fewer than FEW people of the user's organization speak this language in this band ("": not recorded).

    With no age (None) all who speak it count. Everybody of the organization does, restricted cases left out; nothing
    but the answer leaves.
    """
    day = today(by.home)
    if not language:
        return False
    with acting_as(Actor(by.pk, by.organization_id, "organization")):
        alike = Person.objects.unscoped("people of the sender are counted, nobody is shown").filter(
            organization_id=by.home.pk, preferred_language=language, cases__restricted=False
        )
        years = alike.distinct().values_list("pk", "birth_year")
        return sum(age is None or age_band(year, day) == age for _pk, year in years) < FEW


def _year(birth_date: datetime.date | None) -> int | None:
    return birth_date.year if birth_date else None
