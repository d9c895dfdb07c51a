"""Forms over a row that others may change meanwhile: disjoint changes merge, the rest is shown as yours / theirs."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model
from django.forms import BoundField
from django.utils.dateformat import format as write_date
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from casemgr.errors import Conflict
from frontend.forms.acting import ActionForm
from frontend.forms.as_read import like

THEIRS = "theirs"


@dataclass(frozen=True)
class Difference:
    """A field that two people changed: what each of them said, in words."""

    name: str
    label: str
    yours: str
    theirs: str


class VersionedForm(ActionForm):
    """A form filled from `row`. It remembers in the page what the row said when it was read."""

    beside: tuple[str, ...] = ()  # fields that go to the action but aren't kept on the row
    version = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, data: Any = None, *, row: Any, **kwargs: Any) -> None:
        self.row = row
        super().__init__(data, initial={"version": self.version_of(row)} | self.values_of(row), **kwargs)
        for name in self.own_fields():
            self.fields[name].show_hidden_initial = True

    @classmethod
    def own_fields(cls) -> list[str]:
        """Names of the fields that are kept on the row."""
        return [name for name in cls.base_fields if name not in ("version", *cls.beside)]

    def shown_fields(self) -> list[str]:
        """Those that this page asks: a form may leave some out."""
        return [name for name in self.own_fields() if name in self.fields]

    @classmethod
    def values_of(cls, row: Any) -> dict[str, Any]:
        """What the row says now."""
        return {name: getattr(row, name) for name in cls.own_fields()}

    @staticmethod
    def version_of(row: Any) -> str:
        """The row's version as the page carries it."""
        return str(row.version)

    def clean_version(self) -> str:
        """The version that the page carried, of the shape that it was given."""
        return like(self.cleaned_data["version"], self.version_of(self.row))

    def as_read(self) -> SafeString:
        """Hidden inputs with what each field said when the page was made."""
        return format_html_join("", "{}", ((self[name].as_hidden(only_initial=True),) for name in self.shown_fields()))

    def carried(self, now: Any) -> SafeString:
        """Everything typed, hidden, and the row as it is `now`: what the page about a clash sends again."""
        fresh = self.anew(now)
        kept = ((self[name].as_hidden(), fresh[name].as_hidden(only_initial=True)) for name in self.shown_fields())
        said = ((self[name].as_hidden(), "") for name in self.beside)
        return format_html_join("", "{}{}", (*kept, *said))

    def anew(self, now: Any) -> VersionedForm:
        """The same form over the row as it is `now`."""
        return type(self)(row=now)

    def changes(self) -> dict[str, Any]:
        """What this person changed, without the fields where they chose the other's word."""
        kept = [n for n in self.changed_data if n in self.own_fields() and self.data.get(f"keep-{n}") != THEIRS]
        return {name: self.cleaned_data[name] for name in kept}

    def differences(self, now: Any) -> list[Difference]:
        """The fields that both changed since this page was read, compared with the row as it is `now`."""
        said = self.values_of(now)
        return [
            Difference(name, str(self[name].label), in_words(self[name], yours), in_words(self[name], said[name]))
            for name, yours in self.changes().items()
            if not self._same(name, said[name], yours) and not self._same(name, said[name], self._was(name))
        ]

    def save_over(self, now: Any, change: Callable[[dict[str, Any], str], Any]) -> bool:
        """Call `change(values, version)`; after a Conflict in disjoint fields, once more over the newer row `now()`.

        False with `self.clash` set (differences and the newer row) when both changed the same field.
        """
        try:
            return self.does(lambda values: change(self.changes(), values["version"]))
        except Conflict:
            current = now()
            clash = self.differences(current)
            if clash:
                self.clash = (clash, current)
                return False
            return self.does(lambda _values: change(self.changes(), self.version_of(current)))

    clash: tuple[list[Difference], Any] | None = None

    def _was(self, name: str) -> Any:
        field = self.fields[name]
        value = field.hidden_widget().value_from_datadict(self.data, self.files, self[name].html_initial_name)
        try:
            return field.to_python(value)
        except forms.ValidationError:
            return value

    def _same(self, name: str, one: Any, other: Any) -> bool:
        return (one or None) == (other or None)


def in_words(field: BoundField, value: Any) -> str:
    """A field's value as people read it."""
    if value in (None, "", []):
        return "–"
    if hasattr(field.field, "in_words"):
        return str(field.field.in_words(value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime.date):
        return write_date(value, "j M Y")
    labels = dict(getattr(field.field, "choices", ()))
    if isinstance(value, Model):
        return str(field.field.label_from_instance(value))  # type: ignore[attr-defined]
    if isinstance(value, list):
        return ", ".join(str(labels.get(v, v)) for v in value)
    return str(labels.get(value) or field.field.prepare_value(value))
