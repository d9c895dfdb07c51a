"""What each column of a file means, which codes its cells stand for, and what becomes of the file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.importing.guessing import guess, guess_code
from cases.importing.sketching import Heading
from cases.importing.targets import TARGETS
from cases.importing.toml import Told
from frontend.forms.acting import ActionForm
from frontend.import_targets import code_named, labels, named

NOT_IN_THE_LIST = _("Choose from the list, or leave it empty.")


class Days(models.TextChoices):
    """How days are written when not as year-month-day."""

    ISO = "", _("2026-12-31 only")
    DAY_FIRST = "%d/%m/%Y", "31/12/2026"
    MONTH_FIRST = "%m/%d/%Y", "12/31/2026"
    DOTS = "%d.%m.%Y", "31.12.2026"
    DASHES = "%d-%m-%Y", "31-12-2026"


class ColumnsForm(ActionForm):
    """One input a heading (`to_0` …), offering the targets; one a cell whose code isn't known (`code_0_0` …)."""

    days = forms.ChoiceField(label=_("How are days written?"), choices=Days.choices, required=False)
    empty = forms.CharField(
        label=_("What stands for “not told”?"),
        required=False,
        max_length=200,
        initial="NA; N/A; NULL; -",
        help_text=_("Several words with semicolons between them."),
    )
    alike = forms.BooleanField(label=_("Rows that are alike are different people"), required=False)
    name = forms.CharField(
        label=_("Keep these answers for the next file as"),
        required=False,
        max_length=40,
        help_text=_("A name for the kind of file. Not a person's name."),
    )

    def __init__(self, *args: Any, headings: list[Heading], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headings, self.unknown = headings, {}  # type: ignore[var-annotated]
        words = labels()
        for number, heading in enumerate(headings):
            guessed = guess(heading.text, words.items())
            self.fields[f"to_{number}"] = forms.CharField(
                label=heading.text,
                required=False,
                max_length=200,
                initial=words.get(guessed, ""),
                widget=forms.TextInput(attrs={"list": "targets", "autocomplete": "off", "class": "form-control"}),
            )

    def ask_codes(self, unknown: dict[str, tuple[str, ...]]) -> None:
        """One more input for each cell of a coded column that no code is known for."""
        self.unknown = unknown
        for number, heading in enumerate(self.headings):
            for at, cell in enumerate(unknown.get(heading.text, ())):
                to = self.target(number)
                codes = TARGETS[to].codes
                guessed = guess_code(to, cell)
                attrs = {"list": f"codes-{codes.name}" if codes else "", "autocomplete": "off", "class": "form-control"}
                self.fields[f"code_{number}_{at}"] = forms.CharField(
                    label=cell,
                    required=False,
                    max_length=200,
                    initial=codes.label(guessed) if codes and guessed else "",
                    widget=forms.TextInput(attrs=attrs),
                )

    def target(self, number: int) -> str:
        """The target chosen for the heading of this number; "" where it is left out or not understood."""
        return named(self._said(f"to_{number}")) or ""

    def clean(self) -> dict[str, Any]:
        """Words that are no target or code stand beside their input; so does a file without any target."""
        values = super().clean() or {}
        for number in range(len(self.headings)):
            if self._said(f"to_{number}") and not self.target(number):
                self.add_error(f"to_{number}", NOT_IN_THE_LIST)
        for field in [one for one in self.fields if one.startswith("code_")]:
            if self._said(field) and self._code(field) is None:
                self.add_error(field, NOT_IN_THE_LIST)
        if not any(self.target(number) for number in range(len(self.headings))):
            self.add_error(None, gettext("Say of at least one column what it means."))
        return values

    def told(self) -> Told:
        """What was chosen, as far as it is understood."""
        empty = [word.strip() for word in self._said("empty").split(";") if word.strip()]
        days = self._said("days")
        return Told(
            columns={heading.text: self.target(number) for number, heading in enumerate(self.headings)},
            values={heading.text: self._codes(number) for number, heading in enumerate(self.headings)},
            dates=[days] if days in Days.values and days else [],
            empty=empty,
            alike=bool(self.data.get("alike")),
        )

    def rows(self) -> list[tuple[Heading, Any, list[Any]]]:
        """Heading, its input, and the inputs of its cells that aren't known."""
        return [
            (heading, self[f"to_{number}"], [self[n] for n in self.fields if n.startswith(f"code_{number}_")])
            for number, heading in enumerate(self.headings)
        ]

    def lists(self) -> dict[str, list[str]]:
        """Code lists that the inputs offer, by the id of their list."""
        asked = {self.target(number) for number, heading in enumerate(self.headings) if self.unknown.get(heading.text)}
        codes = [TARGETS[to].codes for to in sorted(asked)]
        return {f"codes-{c.name}": [str(words) for _code, words in c.choices(special=True)] for c in codes if c}

    def _codes(self, number: int) -> dict[str, str]:
        heading = self.headings[number]
        cells = self.unknown.get(heading.text, ())
        found = {cell: self._code(f"code_{number}_{at}") for at, cell in enumerate(cells)}
        return {cell: code for cell, code in found.items() if code}

    def _code(self, field: str) -> str | None:
        codes = TARGETS[self.target(int(field.split("_")[1]))].codes
        return code_named(codes, self._said(field)) if codes else None

    def _said(self, field: str) -> str:
        return str(self.data.get(field, self.get_initial_for_field(self.fields[field], field)) or "").strip()
