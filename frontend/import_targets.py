"""What the facts that a column can fill are called on screens: the words of their own forms, and where they belong."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from cases.codelists import SPECIAL_ANSWERS, CodeList
from cases.htcds.fields import ELSEWHERE
from cases.importing.targets import TARGETS
from cases.models import Experience, Person
from frontend.forms.experience import ExperienceForm

#: what only our own export writes, as JSON, and never a person's sheet
OF_OUR_OWN = frozenset({"experiences", "experience.route"})
_MODELS: dict[str, Any] = {"person": Person, "experience": Experience}


def labels() -> dict[str, str]:
    """Each target a person may choose, and its words in the language of the page; no two alike."""
    return _labels(get_language() or "en")


def named(words: str) -> str | None:
    """The target with these words, whatever their case; None when there is none."""
    wanted = words.strip().casefold()
    return next((name for name, told in labels().items() if told.casefold() == wanted), None)


def code_named(codes: CodeList, words: str) -> str | None:
    """The code (or special answer) with these words; None when there is none."""
    wanted = words.strip().casefold()
    pairs = {str(label).casefold(): code for code, label in [*codes.codes.items(), *SPECIAL_ANSWERS.items()]}
    return pairs.get(wanted)


@cache
def _labels(_language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in TARGETS:
        if name not in OF_OUR_OWN:
            words = str(_words(name))
            found[name] = words if words not in found.values() else f"{words} ({name})"
    return found


def _words(name: str) -> str:
    part, _dot, field = name.partition(".")
    if told := _OURS().get(name):
        return told
    if part == "htcds":
        return f"{ELSEWHERE[field].label or field} (HTCDS {field})"
    if part == "consent":
        return _consent(*field.split("."))
    asked = ExperienceForm.base_fields.get(field) if part == "experience" else None
    words = str(asked.label) if asked else capfirst(str(_MODELS[part]._meta.get_field(field).verbose_name))
    return words if part == "person" else f"{_('Experience')}: {words}"


def _consent(purpose: str, part: str) -> str:
    """Like the columns of our own sheet."""
    whose = {"store": _("Consent to a record"), "statistics": _("Consent to statistics")}[purpose]
    what = {"decision": _("given or not"), "from": _("from"), "until": _("until"), "how": _("how it was asked")}[part]
    return f"{whose}: {what}"


def _OURS() -> dict[str, str]:
    return {
        "external_id": _("Number in the other system"),
        "note": _("Keep as a note"),
        "case.status": _("Stage"),
        "case.opened_on": pgettext("day", "Opened"),
        "case.closed_on": pgettext("day", "Closed"),
        "case.registered_period": _("Year or years of registration"),
        "case.age_at_registration": _("Age group at registration"),
        "person.birth_date": _("Date of birth"),
    }
