"""Words for what a copy on paper shows: labels of codes, days written out, facts inside one sealed field."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext

from cases.codelists import REGISTRY, CodeList
from cases.codelists.htcds_experience import ROUTE_STAGE
from cases.codelists.local import AGE_STATUS
from cases.consent_categories import CATEGORIES
from cases.crisis_prompts import ANSWERS, PROMPTS
from cases.htcds.fields import ELSEWHERE
from cases.importing.targets import TARGETS
from cases.legal.codes import Accommodation, Measure
from cases.models import (
    Case,
    CrisisCheck,
    DataRequest,
    Experience,
    HealthFact,
    HtcdsFacts,
    Person,
    Proceeding,
    ProceedingStep,
)
from cases.models import StatutoryNotice as Notice
from cases.sensitive import DISABILITY, ETHNICITY, IMMIGRATION, IN_WORDS
from frontend.forms.person import LITERACY
from frontend.legal_words import PROCEEDING_STATES, PROCEEDING_STEPS
from frontend.notices import STATES as NOTICE_STATES
from frontend.rights import STATES as REQUEST_STATES
from frontend.templatetags.days import paper_day, paper_moment

Labels = Mapping[str, Any]

AGES = {**REGISTRY["ctdc_age_broad"].codes, **AGE_STATUS.codes}
#: fields of any model whose value is a code of a list
BY_NAME: Mapping[str, Labels] = {
    "service_code": REGISTRY["services"].codes,
    "language": REGISTRY["languages"].codes,
    "country": REGISTRY["countries"].codes,
    "categories": CATEGORIES,
    "left_why": REGISTRY["stay_left_why"].codes,
    "left_to": dict(REGISTRY["stay_left_to"].choices(special=True)),
    "measures_asked": dict(Measure.choices),
    "measures_granted": dict(Measure.choices),
    "accommodations_asked": dict(Accommodation.choices),
    "accommodations_met": dict(Accommodation.choices),
}
#: fields of one model whose value is a code, or whose choices are no words
CODED: Mapping[tuple[type[Model], str], Labels] = {
    (Person, "literacy"): dict(LITERACY),
    (Person, "ethnicities"): ETHNICITY.codes,
    (Person, "immigration_status"): IMMIGRATION.codes,
    (Person, "disabilities"): DISABILITY.codes,
    (Person, "declined"): IN_WORDS,
    (Person, "unknown"): IN_WORDS,
    (Case, "age_at_registration"): AGES,
    (Experience, "age_at_start_band"): AGES,
    (HealthFact, "kind"): dict(HealthFact.Kind.choices),
    (Notice, "state"): {str(code): words for code, (words, _tone) in NOTICE_STATES.items()},
    (DataRequest, "state"): {str(code): words for code, (words, _tone) in REQUEST_STATES.items()},
    (Proceeding, "state"): {str(code): words for code, (words, _tone) in PROCEEDING_STATES.items()},
    (ProceedingStep, "after"): {str(code): words for code, (words, _tone) in PROCEEDING_STATES.items()},
    (ProceedingStep, "event"): {str(code): words for code, words in PROCEEDING_STEPS.items()},
}
OF_TARGETS: Mapping[type[Model], str] = {Person: "person", Experience: "experience"}


def labels_of(model: type[Model], name: str) -> Labels | None:
    """The words for each code that this field may hold; None where it holds no codes of a list."""
    if (model, name) in CODED:
        return CODED[model, name]
    target = TARGETS.get(f"{OF_TARGETS[model]}.{name}") if model in OF_TARGETS else None
    if target is not None and target.codes is not None:
        return target.codes.codes
    return BY_NAME.get(name)


def in_plain_words(row: Model, name: str, value: Any) -> str:
    """A value that no form explains."""
    if (type(row), name) in INSIDE:
        return INSIDE[type(row), name](value)
    if (labels := labels_of(type(row), name)) is not None:
        many = value if isinstance(value, list) else [value]
        return ", ".join(_label(labels, str(one)) for one in many)
    return plain(value)


def plain(value: Any) -> str:
    """What is neither a code nor a choice."""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, datetime.datetime):
        return paper_moment(value)
    if isinstance(value, datetime.date):
        return paper_day(value)
    if isinstance(value, list):
        return ", ".join(plain(one) for one in value)
    if isinstance(value, Case):
        return value.label
    return str(getattr(value, "name", value))


def _label(labels: Labels, code: str) -> str:
    special: CodeList = REGISTRY["yes_no"]  # any list knows the special answers: not asked, declined, unknown
    return str(labels.get(code) or special.label(code))


def _route(points: list[dict[str, str]]) -> str:
    return "\n".join(" · ".join(words for words in map(str, _point(point)) if words) for point in points)


def _point(point: dict[str, str]) -> tuple[Any, ...]:
    stage, country = point.get("stage", ""), point.get("country", "")
    labels = ROUTE_STAGE.label(stage), REGISTRY["countries"].label(country) if country else ""
    return *labels, point.get("place", ""), _partial(point.get("date", ""))


def _partial(text: str) -> str:
    """A year as it is, a month or a day of ISO 8601 as people write it."""
    match [int(one) for one in text.split("-")] if text else []:
        case [year, month]:
            return paper_day(datetime.date(year, month, 1), month=True)
        case [year, month, day]:
            return paper_day(datetime.date(year, month, day))
    return text


def _answers(told: dict[str, str]) -> str:
    return "\n".join(f"{PROMPTS.get(prompt, prompt)} {ANSWERS.get(answer, answer)}" for prompt, answer in told.items())


def _facts(told: dict[str, str]) -> str:
    return "\n".join(f"{gettext(ELSEWHERE[name].label)}: {_fact(name, value)}" for name, value in told.items())


def _fact(name: str, value: str) -> str:
    field = ELSEWHERE[name]
    if field.codelist and field.kind in ("picklist", "multiselect", "text"):
        return str(REGISTRY[field.codelist].label(value))
    if field.kind == "checkbox":
        return {"yes": gettext("Yes"), "true": gettext("Yes")}.get(value.lower(), gettext("No"))
    return _partial(value) if field.kind == "date" else value


#: fields that hold several facts
INSIDE: Mapping[tuple[type[Model], str], Callable[[Any], str]] = {
    (Experience, "route"): _route,
    (CrisisCheck, "answers"): _answers,
    (HtcdsFacts, "facts"): _facts,
}
