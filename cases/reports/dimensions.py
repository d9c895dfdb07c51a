"""By what people are counted. Age bands: US Office for Victims of Crime, Performance Measurement Tool (facts)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db.models import Case as Choose
from django.db.models import CharField, F, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cases.codelists.base import SPECIAL_ANSWERS
from cases.codelists.countries import COUNTRIES
from cases.codelists.htcds_experience import EXPLOITATION_TYPE
from cases.codelists.htcds_person import HTCDS_GENDER

#: first year of each band; what is before 18 is a minor
BANDS = ((0, "0-12"), (13, "13-17"), (18, "18-24"), (25, "25-59"), (60, "60+"))
AGES: Mapping[str, Any] = {code: code.replace("-", "–") for _first, code in BANDS} | dict(SPECIAL_ANSWERS)
GROUP_OF_AGE = {"0-12": "minor", "13-17": "minor", "18-24": "adult", "25-59": "adult", "60+": "adult"}
AGE_GROUPS: Mapping[str, Any] = {"minor": _("Under 18"), "adult": _("18 and over"), "": _("Age not known")}
RETURNING: Mapping[str, Any] = {"new": _("For the first time"), "again": _("Again")}

#: dimension -> its words; of each person exactly one code holds
SINGLE: Mapping[str, Any] = {
    "sex": _("Sex or gender"),
    "age": _("Age"),
    "citizenship": _("Citizenship"),
    "returning": _("First time or again"),
}
#: of one person several may hold
SEVERAL: Mapping[str, Any] = {
    "service": _("Service"),
    "exploitation": _("Form of exploitation"),
    "project": _("Project"),
}
TITLES: Mapping[str, Any] = {**SINGLE, **SEVERAL, "minor": _("Minors and adults")}
CROSSED = ("sex", "age", "citizenship", "returning")
#: lists too long to be shown whole: what is small goes into one line
OPEN_ENDED = frozenset({"citizenship"})

LABELS: Mapping[str, Any] = {
    "sex": HTCDS_GENDER.label,
    "age": lambda code: AGES.get(code, code),
    "minor": lambda code: AGE_GROUPS.get(code, code),
    "citizenship": COUNTRIES.label,
    "returning": lambda code: RETURNING.get(code, code),
    "exploitation": EXPLOITATION_TYPE.label,
}


def age_band(on: datetime.date, birth_year: str = "birth_year", precision: str = "birth_precision") -> Any:
    """SQL: the band of the age that somebody reaches in the year of that day; else why it isn't known."""
    whens = []
    for first, code in reversed(BANDS):
        whens.append(When(**{f"{birth_year}__lte": on.year - first}, then=Value(code)))
    whens += [When(**{f"{birth_year}__isnull": False}, then=Value("0-12"))]
    whens += [When(**{precision: code}, then=Value(code)) for code in ("declined", "unknown")]
    return Choose(*whens, default=Value(""), output_field=CharField())


def answer(column: str) -> Any:
    """SQL: a code as it stands; nothing is "not asked"."""
    return Coalesce(F(column), Value(""))
