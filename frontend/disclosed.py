"""What a disclosure holds, in words: labels for field names and codes. A contact's rules come before anything else."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext

from cases.codelists import CodeList
from cases.codelists.countries import COUNTRIES
from cases.codelists.htcds_experience import EXPLOITATION_TYPE
from cases.codelists.languages import LANGUAGES
from cases.codelists.local import GENDER, MEANS_OF_CONTROL
from cases.codelists.services import SERVICES
from cases.consent_categories import CATEGORIES, FIELDS
from cases.models import ServiceRecord
from frontend.forms.consents import FIELD_WORDS
from frontend.safe_contact import Rules, rules
from frontend.templatetags.days import day

SAFE_CONTACT = "safe_contact"


@dataclass(frozen=True)
class Shown:
    """A disclosed field: its label and its lines in words (one for most fields)."""

    label: Any
    lines: list[str]


@dataclass(frozen=True)
class Safety:
    """The rules of contact as the amber block says them, and the code word, shown on demand."""

    words: Rules
    code_word: str


def shown(fields: Mapping[str, Any]) -> list[Shown]:
    """Every field but the contact's rules, in the order of the kinds of data."""
    order = [name for names in FIELDS.values() for name in names]
    names = sorted((n for n in fields if n != SAFE_CONTACT), key=order.index)
    return [Shown(FIELD_WORDS[name], _lines(name, fields[name])) for name in names]


def safety(fields: Mapping[str, Any]) -> Safety | None:
    """The contact's rules; None when no contact was shared."""
    found = fields.get(SAFE_CONTACT)
    if not found:
        return None
    return Safety(rules(SimpleNamespace(**found, unsafe_since=None, stopped="")), found.get("code_word") or "")  # type: ignore[arg-type]


def kinds(categories: Any) -> list[Any]:
    """Kinds of data in words."""
    return [CATEGORIES[code] for code in CATEGORIES if code in set(categories)]


def _lines(name: str, value: Any) -> list[str]:
    if value in (None, "", []):
        return [gettext("Not recorded")]
    if isinstance(value, bool):
        return [gettext("Yes") if value else gettext("No")]
    return WORDS.get(name, _plain)(value)


def _plain(value: Any) -> list[str]:
    return [str(value)]


def _coded(codes: CodeList) -> Callable[[Any], list[str]]:
    def words(value: Any) -> list[str]:
        return [str(codes.label(code)) for code in ([value] if isinstance(value, str) else value)]

    return words


def _date(value: str) -> list[str]:
    return [day(datetime.date.fromisoformat(value))]


def _services(rows: list[dict[str, str]]) -> list[str]:
    outcomes = dict(ServiceRecord.Outcome.choices)
    return [
        f"{SERVICES.label(r['service'])} · {outcomes.get(r['outcome'], r['outcome'])} · {_date(r['on'])[0]}"
        for r in rows
    ]


def _notes(rows: list[dict[str, str]]) -> list[str]:
    return [f"{_date(r['on'])[0]}: {r['text']}" for r in rows]


WORDS: dict[str, Callable[[Any], list[str]]] = {
    "birth_date": _date,
    "preferred_language": _coded(LANGUAGES),
    "gender": _coded(GENDER),
    "citizenship": _coded(COUNTRIES),
    "country_of_exploitation": _coded(COUNTRIES),
    "exploitation_types": _coded(EXPLOITATION_TYPE),
    "means_of_control": _coded(MEANS_OF_CONTROL),
    "services": _services,
    "health_notes": _notes,
    "legal_notes": _notes,
}
