"""What a disclosure holds: the fields of the chosen kinds of data, read from the case at that moment.

The kinds and their fields are in cases.consent_categories; here stands how each field is read. A contact never goes
without its rules and the need for an interpreter (wherever one of the kinds holds a contact, they are added).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from cases.consent_categories import FIELDS, WITH_ANY_CONTACT
from cases.models import Case, Experience, Note, SafeContact, ServiceRecord

CONTACT_FIELDS = frozenset(FIELDS["contact"])
_SAFE_CONTACT = (
    "channel",
    "may_call",
    "may_text",
    "may_voicemail",
    "may_email",
    "hours",
    "who_may_answer",
    "if_someone_else",
    "code_word",
)
_WHY = "the caller checked on what ground it is told; row-level security checks the case"


def consented_fields(categories: Iterable[str]) -> frozenset[str]:
    """The names of the fields that these kinds of data cover."""
    fields = frozenset(name for kind in categories for name in FIELDS.get(kind, ()))
    return fields | frozenset(WITH_ANY_CONTACT) if fields & CONTACT_FIELDS else fields


def collect(case: Case, categories: Iterable[str]) -> dict[str, Any]:
    """Exactly the fields of these kinds, of the case's person, as JSON values; null where nothing is recorded."""
    return {name: READERS[name](case) for name in sorted(consented_fields(categories))}


def _of_person(name: str) -> Callable[[Case], Any]:
    def read(case: Case) -> Any:
        value = getattr(case.person, name)
        if isinstance(value, datetime.date):
            return value.isoformat()
        return None if value == "" else value

    return read


def _safe_contact(case: Case) -> dict[str, Any]:
    """The rules; when none were written down, the strictest: no way is known to be safe."""
    rules = SafeContact.objects.unscoped(_WHY).filter(person_id=case.person_id).first()
    if rules is None or rules.unsafe_since is not None or rules.stopped:  # nobody tries, partners neither
        return {name: getattr(SafeContact(), name) for name in _SAFE_CONTACT}
    return {name: getattr(rules, name) for name in _SAFE_CONTACT}


def _codes(*names: str) -> Callable[[Case], list[str]]:
    """Codes of all experiences of the case, each once."""

    def read(case: Case) -> list[str]:
        rows = Experience.objects.unscoped(_WHY).filter(case_id=case.pk)
        found: set[str] = set()
        for row in rows:
            for name in names:
                value = getattr(row, name)
                found |= {value} if isinstance(value, str) else set(value)
        return sorted(found - {""})

    return read


def _services(case: Case) -> list[dict[str, str]]:
    rows = ServiceRecord.objects.unscoped(_WHY).filter(case_id=case.pk).order_by("on_date", "id")
    return [{"service": r.service_code, "outcome": r.outcome, "on": r.on_date.isoformat()} for r in rows]


def _notes(kind: str) -> Callable[[Case], list[dict[str, str]]]:
    """Notes of one kind; an amended note is left out in favour of its amendment."""

    def read(case: Case) -> list[dict[str, str]]:
        rows = Note.objects.unscoped(_WHY).filter(case_id=case.pk, kind=kind, amendments=None)
        return [{"on": n.happened_on.isoformat(), "text": n.body} for n in rows.order_by("happened_on", "id")]

    return read


READERS: dict[str, Callable[[Case], Any]] = {
    **{
        name: _of_person(name)
        for name in (
            "alias",
            "legal_name",
            "birth_date",
            "pronouns",
            "phone",
            "email",
            "address",
            "preferred_language",
            "interpreter_needed",
            "accessibility",
            "gender",
            "citizenship",
            "birth_year",
        )
    },
    "safe_contact": _safe_contact,
    "services": _services,
    "exploitation_types": _codes("exploitation_types"),
    "means_of_control": _codes("means_of_control"),
    "country_of_exploitation": _codes("country_of_exploitation"),
    "health_notes": _notes(Note.Kind.HEALTH),
    "legal_notes": _notes(Note.Kind.LEGAL),
}
