"""Merge two cases of one person: which other case, and whose word stands in each field that differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from frontend.forms.acting import ActionForm
from frontend.forms.contact import ContactForm
from frontend.forms.person import PersonForm
from frontend.forms.versioned import Difference, in_words
from frontend.safe_contact import rules


class OtherCaseForm(ActionForm):
    """The other case by its number."""

    other = forms.CharField(
        label=_("Number of the case that is about the same person"),
        max_length=12,
        help_text=_("For example: C-0012. It is closed and what it holds comes here. This can be undone."),
    )


@dataclass(frozen=True)
class Comparison:
    """Where two people's records differ, and what comes over without asking."""

    differences: list[Difference]
    only_there: list[Difference]
    versions: str


def compare(kept: Case, other: Case) -> Comparison:
    """Field by field, in words. `versions` travel with the page, so that nothing is merged unseen."""
    mine, theirs = PersonForm(row=kept.person), PersonForm(row=other.person)
    differences: list[Difference] = []
    only_there: list[Difference] = []
    for name in mine.shown_fields():
        ours, others = getattr(kept.person, name), getattr(other.person, name)
        if not others or ours == others:
            continue
        row = Difference(name, str(mine[name].label), in_words(mine[name], ours), in_words(theirs[name], others))
        (differences if ours else only_there).append(row)
    if kept.risk and other.risk and kept.risk != other.risk:
        said = (str(kept.get_risk_display()), str(other.get_risk_display()))
        differences.append(Difference("risk", str(_("Safety")), *said))
    if _contact_of(kept) != _contact_of(other):
        told = [_all_rules(one) for one in (kept, other)]
        differences.append(Difference("safe_contact", str(_("How to contact safely")), *told))
    versions = (kept.version, kept.person.version, other.version, other.person.version)
    return Comparison(differences, only_there, "-".join(map(str, versions)))


def read_versions(sent: str) -> tuple[int, int, int, int]:
    """The versions that the page carried; zeros, which fit nothing, when they were tampered with."""
    numbers = [int(part) for part in sent.split("-") if part.isdecimal()]
    return (numbers[0], numbers[1], numbers[2], numbers[3]) if len(numbers) == 4 else (0, 0, 0, 0)


def _all_rules(case: Case) -> str:
    """All that the safety block says: two records may differ only in whether a voicemail may be left."""
    found = rules(case.person.safe_contact)
    answered = _("If somebody else answers: %s") % found.if_someone_else if found.if_someone_else else ""
    return " · ".join(str(part) for part in (found.title, found.rules, answered) if part)


def _contact_of(case: Case) -> list[Any]:
    return [getattr(case.person.safe_contact, name) or "" for name in ContactForm.own_fields()]
