"""A field for a long code list (languages, countries): typed by name with suggestions, kept as a code."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from cases.codelists import CodeList
from cases.names import normalize

SPECIAL = ("declined", "unknown")


class CodeField(forms.CharField):
    """Accepts a label of the list in the reader's language, a language's own name, or the code; cleans to the code.

    The page must hold `<datalist id="{list_id}">` with the labels: `cases/suggestions.html` draws it.
    """

    def __init__(self, codes: CodeList, *, list_id: str, special: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 80)
        super().__init__(**kwargs)
        self.codes, self.list_id, self.special = codes, list_id, special
        self.widget.attrs |= {"list": list_id}

    def labels(self) -> list[str]:
        """What is suggested, in the reader's language."""
        return [str(label) for _code, label in self.codes.choices(special=self.special)]

    def prepare_value(self, value: Any) -> Any:
        """A code is shown by its label; what was typed stays as it was typed."""
        return str(self.codes.label(value)) if value and (value in self.codes or value in SPECIAL) else value

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        if not typed:
            return ""
        return self._code_of(typed)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare as shown, so that a label and its code are the same."""
        return bool(self.prepare_value(initial) != self.prepare_value(data))

    def _code_of(self, typed: str) -> str:
        wanted = normalize(typed)
        for code, label in self.codes.choices(special=self.special):
            own = LANG_INFO.get(code.lower(), {}).get("name_local", "")
            if wanted in (normalize(code), normalize(str(label)), normalize(own)):
                return code
        raise forms.ValidationError(_("Choose one of the suggestions."), code="unknown")


class CodesField(CodeField):
    """Several of the list, separated by commas; cleans to a list of codes."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "; ".join(str(self.codes.label(code)) for code in value)
        return value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        typed = forms.CharField.to_python(self, value)
        parts = [part.strip() for part in (typed or "").replace("؛", ";").split(";")]
        return [self._code_of(part) for part in parts if part]

    def validate(self, value: Any) -> None:
        """A list; nothing more to ask of it."""

    def run_validators(self, value: Any) -> None:
        """Its length was checked as codes."""
