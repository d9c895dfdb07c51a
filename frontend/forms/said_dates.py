"""A date as it was said in another calendar: which one, and as much of year, month and day as is known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.other_calendars import CALENDARS, Said, read

PARTS = re.compile(r"[\s/.\-]+")


class SaidDateWidget(forms.MultiWidget):
    """A calendar to choose and numbers beside it; one text, as it is stored, for everything else."""

    template_name = "forms/said_date.html"
    use_fieldset = True

    def __init__(self) -> None:
        choices = [("", _("No other calendar")), *((code, known.label) for code, known in CALENDARS.items())]
        super().__init__(
            {
                "calendar": forms.Select({"aria-label": _("Calendar")}, choices),
                "date": forms.TextInput({"aria-label": _("Year, month and day"), "maxlength": 20, "dir": "ltr"}),
            }
        )

    def decompress(self, value: Any) -> list[str]:
        """Calendar and numbers of the text."""
        calendar, _space, numbers = (value or "").partition(" ")
        return [calendar, numbers]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """The one text; "" when neither was said."""
        if not any(name + suffix in data for suffix in self.widgets_names):  # type: ignore[attr-defined]
            return str(data.get(name, ""))  # sent on by a page that carries it as one
        calendar, numbers = (part or "" for part in super().value_from_datadict(data, files, name))
        return f"{calendar} {numbers}" if calendar or numbers.strip() else ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        for drawn in context["widget"]["subwidgets"]:
            drawn["attrs"] |= {"autocomplete": "off"}
        choose = context["widget"]["subwidgets"][0]["attrs"]
        choose["class"] = str(choose.get("class", "")).replace("form-control", "form-select")
        return context


class SaidDateField(forms.CharField):
    """Cleans to the text that is stored, or to "". Digits of any script; separated by anything usual."""

    widget = SaidDateWidget

    def to_python(self, value: Any) -> str:
        calendar, _space, numbers = (super().to_python(value) or "").partition(" ")
        if not calendar and not numbers.strip():
            return ""
        if calendar not in CALENDARS:
            raise forms.ValidationError(_("Choose the calendar in which the date was said."), code="calendar")
        parts = [part for part in PARTS.split(numbers) if part]
        if not 1 <= len(parts) <= 3 or not all(part.isdecimal() for part in parts):
            raise forms.ValidationError(
                _("Write the year, then the month and the day if they are known, as numbers: 1988-09-03, or 1988."),
                code="numbers",
            )
        said = Said(calendar, *(int(part) for part in parts))
        try:
            _days = said.days
        except (ValueError, OverflowError):
            raise forms.ValidationError(
                _("%(calendar)s: there is no such date in this calendar. Check year, month and day."),
                code="no_such_date",
                params={"calendar": CALENDARS[calendar].label},
            ) from None
        return str(said)

    def in_words(self, value: Any) -> str:
        """The stored text as people read it."""
        return read(value).words
