"""A copy of everything held, in words: labels of fields and codes, colleagues as roles, names of others blacked out."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from django.db.models import Model
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from cases.actions.copies import Held
from cases.models import Assessment, Consent, CrisisCheck, CrisisPlan, Experience, Person
from cases.questionnaires.reader import read
from cases.questionnaires.words import lines
from cases.rights.register import OUT
from frontend.copy_labels import LABELS
from frontend.copy_words import in_plain_words, labels_of
from frontend.forms.experience import ExperienceForm
from frontend.forms.person import PersonForm
from frontend.forms.versioned import in_words
from frontend.templatetags.days import paper_day

#: shown only when the copy is asked for in full
MASKED = frozenset(
    "alias legal_name birth_date birth_said phone email address identity_numbers code_word hours who_may_answer "
    "if_someone_else recipient description safe_places who_to_call whom_to_call place delivery who never destination "
    "receiving escort last_known".split()
)
#: the same, of fields whose name says something else elsewhere
MASKED_OF: Mapping[type[Model], frozenset[str]] = {
    CrisisPlan: frozenset(CrisisPlan.PARTS),
    CrisisCheck: frozenset({"answers", "words"}),
}
FORMS: Mapping[type[Model], Any] = {Person: PersonForm, Experience: ExperienceForm}
BLACK = "█████"


@dataclass(frozen=True)
class Row:
    """One row of a part: label and words of each field, and in which roles colleagues worked on it."""

    facts: list[tuple[str, str]]
    roles: str


@dataclass(frozen=True)
class Section:
    """A part of the copy."""

    heading: Any
    rows: list[Row]
    withheld: int


class Copy:
    """How values become words in one copy."""

    def __init__(self, *, full: bool, names: Iterable[str]) -> None:
        self.full, self.named = full, _any_of(names)

    def sections(self, parts: Iterable[Held]) -> list[Section]:
        """Parts that hold something."""
        return [
            Section(held.part.heading, [self._row(held, row) for row in held.rows], held.withheld)
            for held in parts
            if held.rows or held.withheld
        ]

    def _row(self, held: Held, row: Model) -> Row:
        form = FORMS[type(row)](row=row) if type(row) in FORMS else None
        over = {"ends_on"} if isinstance(row, Consent) and row.ended_at else set()
        shown = [name for name in held.part.shown if name not in over]
        facts = [(self._label(row, name, form), self._words(row, name, form)) for name in shown]
        if isinstance(row, Consent):
            facts.insert(0, (gettext("Does it hold now?"), _holding(row)))
        roles = {str(one.get_role_display()) for name in held.part.staff if isinstance(one := getattr(row, name), User)}
        return Row([fact for fact in facts if fact[1]], ", ".join(sorted(roles)))

    def _label(self, row: Model, name: str, form: Any) -> str:
        if form is not None and name in form.fields:
            return str(form[name].label)
        told = row._meta.get_field(name).verbose_name  # type: ignore[union-attr]
        return str(LABELS.get(name) or (told if isinstance(told, Promise) else name.replace("_", " "))).capitalize()

    def _words(self, row: Model, name: str, form: Any) -> str:
        value = getattr(row, name)
        if value in (None, "", [], {}):
            return ""
        if isinstance(row, Assessment) and name == "answers":
            return self._blacked(_answers(row))
        if name in MASKED | MASKED_OF.get(type(row), frozenset()) and not self.full:
            return gettext("Held; not shown on this paper")
        if isinstance(value, datetime.date) or labels_of(type(row), name) is not None:
            return self._blacked(in_plain_words(row, name, value))
        if form is not None and name in form.fields:
            return self._blacked(in_words(form[name], value))
        shown = getattr(row, f"get_{name}_display", None)
        return self._blacked(str(shown()) if shown else in_plain_words(row, name, value))

    def _blacked(self, words: str) -> str:
        if self.named is None:
            return words
        return self.named.sub(BLACK, normalize("NFC", words))


def _any_of(names: Iterable[str]) -> re.Pattern[str] | None:
    """Finds each name however it is written: in capitals or not, with accents as one sign or two."""
    wanted = {normalize("NFC", name.strip()) for name in names} - {""}
    spelled = {spelling for name in wanted for spelling in (name, normalize("NFC", name.casefold()), name.upper())}
    longest = sorted(spelled, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest)), re.IGNORECASE) if longest else None


def left_out() -> list[tuple[str, str]]:
    """What no copy has, and why."""
    return [(str(heading), str(OUT[model].value)) for model, heading in HEADINGS.items()]


def _headings() -> dict[type[Any], Any]:
    named = {
        "AllegedPerpetrator": _("People alleged to have done harm"),
        "CaseLink": _("Links to other people's cases"),
        "LegalHold": _("Orders to keep the record"),
        "Draft": _("Drafts of colleagues"),
    }
    return {model: named[model.__name__] for model in OUT if model.__name__ in named}


HEADINGS = _headings()


def _holding(row: Consent) -> str:
    """Whether it is in force, first of all: that it was once given says nothing of that."""
    if row.ended_at is not None:
        return gettext("No: it ended on %(day)s") % {"day": paper_day(timezone.localdate(row.ended_at))}
    if row.decision == Consent.Decision.DECLINED:
        return gettext("No: it was declined")
    if not row.holds_on(timezone.localdate()):
        return gettext("No: its time is over, or not yet come")
    return gettext("Yes, until %(day)s") % {"day": paper_day(row.ends_on)}


def _answers(row: Assessment) -> str:
    """What was answered, in the words of the version it was given under."""
    told = lines(read(row.version.definition), row.answers)
    return "; ".join(f"{line.label}: {line.answer}" for line in told if not line.heading)
