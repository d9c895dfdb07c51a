"""A message written beforehand: its name, its ways, and its words in each language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.codelists.languages import LANGUAGES
from cases.contact_rules import Way
from cases.messages import LONGEST, WAYS
from cases.models import MessageTemplate
from frontend.forms.acting import ActionForm
from frontend.forms.codes import CodeField

FREE = 2  # empty pairs offered beside those in use


class MessageForm(ActionForm):
    """Pairs of a language and a text; an empty pair is left out."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("For colleagues. It isn't sent."))
    ways = forms.MultipleChoiceField(
        label=_("For which ways"),
        choices=[(way, Way(way).label) for way in WAYS],
        widget=forms.CheckboxSelectMultiple,
    )
    all_optional = True  # of the pairs one is enough

    def __init__(self, data: Any = None, *, row: MessageTemplate | None = None, home_language: str = "") -> None:
        texts: dict[str, str] = dict(row.texts) if row else {}
        pairs = sorted(texts.items()) or [(home_language, "")]
        pairs += [("", "")] * FREE
        told = {name: getattr(row, name) for name in ("version", "name", "ways")} if row else {"version": 1}
        super().__init__(data, initial=told)
        self.pairs = range(len(pairs))
        for number, (language, text) in enumerate(pairs):
            self.fields[f"language_{number}"] = CodeField(
                LANGUAGES, list_id="languages", label=_("Language"), required=False, initial=language
            )
            self.fields[f"text_{number}"] = forms.CharField(
                label=_("The message"),
                required=False,
                max_length=LONGEST,
                initial=text,
                widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
            )
        self.fields["text_0"].help_text = _(
            "Write so that nobody else learns anything from it: no name, not yours, not your organization's. "
            "{day} and {time} become those of the next appointment."
        )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        texts: dict[str, str] = {}
        for number in self.pairs:
            language, text = values.get(f"language_{number}"), (values.get(f"text_{number}") or "").strip()
            if text and not language and f"language_{number}" not in self.errors:
                self.add_error(f"language_{number}", _("Say which language this is."))
            elif text and language in texts:
                self.add_error(f"language_{number}", _("This language is there twice."))
            elif text and language:
                texts[language] = text
        return values | {"texts": texts}

    def told(self) -> dict[str, Any]:
        """What the action wants, besides the version."""
        return {name: self.cleaned_data[name] for name in ("name", "ways", "texts")}
