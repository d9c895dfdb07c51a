"""The columns of cases as a table. Those that name or locate somebody stand apart: a masked file is without them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cases.codelists import REGISTRY
from cases.models import Case

ADULT = 18


@dataclass(frozen=True)
class Column:
    """A heading, how a case fills it, and the group of fields it is of ("" is of none: whoever sees the case)."""

    heading: Any
    value: Callable[[Case, datetime.date], Any]
    group: str = ""


def label(codes: str, code: str) -> str:
    """A code in words; what wasn't asked is empty, and what was declined or isn't known says so."""
    return str(REGISTRY[codes].label(code)) if code else ""


def age_group(case: Case, day: datetime.date) -> str:
    """Under 18 or not, by the year of birth on this day; what an import knew about the day of registration, else."""
    year = case.person.birth_year
    if year is None:
        return case.age_at_registration
    return gettext("Under 18") if day.year - year < ADULT else gettext("18 or over")


def _of_person(name: str, codes: str) -> Callable[[Case, datetime.date], Any]:
    return lambda case, _day: label(codes, getattr(case.person, name))


def _sealed(name: str) -> Callable[[Case, datetime.date], Any]:
    return lambda case, _day: getattr(case.person, name)


CLEAR = (
    Column(_("Case"), lambda case, _day: case.label),
    Column(_("Stage"), lambda case, _day: case.get_status_display()),
    Column(_("Safety"), lambda case, _day: case.get_risk_display()),
    Column(pgettext_lazy("day", "Opened"), lambda case, _day: case.opened_on),
    Column(pgettext_lazy("day", "Closed"), lambda case, _day: case.closed_on),
    Column(_("Next follow-up"), lambda case, _day: case.next_follow_up),
    Column(_("Age group"), age_group),
    Column(_("Gender"), _of_person("gender", "gender")),
    Column(_("Citizenship"), _of_person("citizenship", "countries")),
    Column(_("Preferred language"), _of_person("preferred_language", "languages")),
    Column(_("Interpreter needed"), lambda case, _day: _("Yes") if case.person.interpreter_needed else ""),
)
NAMING = (
    Column(_("Known as"), _sealed("alias")),
    Column(_("Legal name"), _sealed("legal_name"), "identity"),
    Column(_("Date of birth"), lambda case, _day: case.person.birth_date or case.person.birth_year, "identity"),
    Column(_("Identity numbers"), _sealed("identity_numbers"), "identity"),
    Column(_("Phone"), _sealed("phone"), "contact"),
    Column(_("E-mail address"), _sealed("email"), "contact"),
    Column(_("Address"), _sealed("address"), "contact"),
)
