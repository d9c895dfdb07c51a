"""The further facts of HTCDS: one input for each, made from the standard's own table."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions.exports import ExportReason
from cases.codelists import REGISTRY
from cases.codelists.htcds_fields import Field
from cases.htcds.fields import ELSEWHERE, LONGEST
from frontend.forms.acting import ActionForm, DateInput
from frontend.forms.as_read import moment

GROUPS = {
    "org": _("Organization, as another system wrote it"),
    "prs": _("The person"),
    "vic": _("The experience"),
    "per": _("Alleged perpetrators"),
    "cas": _("The case and its referrals"),
    "cco": _("Comments"),
    "hte": _("Places of recruitment, transit, exploitation"),
    "spl": _("Support plan"),
    "con": _("Consent, as another system wrote it"),
}
ANSWERS = [("", "–"), ("yes", _("Yes")), ("no", _("No"))]


class HtcdsForm(ActionForm):
    """All further facts, every one optional. `read_at` is when the facts were last written, as the page saw it."""

    read_at = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    all_optional = True

    def __init__(self, *args: Any, facts: dict[str, str], read_at: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = facts | {"read_at": read_at}
        self.fields |= {name: _input(field) for name, field in ELSEWHERE.items()}

    def clean_read_at(self) -> datetime.datetime | None:
        """The moment; None when nothing was written yet."""
        said = self.cleaned_data["read_at"]
        return moment(said) if said else None

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The inputs by the standard's own parts."""
        parts = [(label, [self[n] for n in ELSEWHERE if n.startswith(f"{part}_")]) for part, label in GROUPS.items()]
        return [(label, inputs) for label, inputs in parts if inputs]

    def facts(self) -> dict[str, str]:
        """What was written, as text."""
        return {name: _as_text(self.cleaned_data.get(name)) for name in ELSEWHERE}


class ExportForm(ActionForm):
    """Why the case leaves as a file."""

    reason = forms.ChoiceField(
        label=_("Why does it leave as a file?"), choices=ExportReason.choices, widget=forms.RadioSelect
    )
    named = forms.BooleanField(
        label=_("With names, contacts and addresses"),
        required=False,
        help_text=_("Another system that goes on with the case needs them. Statistics don't."),
    )


def _as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime.date) else str(value or "")


def _input(field: Field) -> forms.Field:
    label = field.label or field.name
    if field.codelist and field.kind in ("picklist", "multiselect"):
        codes = REGISTRY[field.codelist].choices()
        return forms.ChoiceField(label=label, choices=[("", "–"), *codes], required=False)
    if field.kind == "checkbox":
        return forms.ChoiceField(label=label, choices=ANSWERS, required=False)
    if field.kind == "date":
        return forms.DateField(label=label, required=False, widget=DateInput)
    widget = forms.Textarea(attrs={"rows": 3}) if field.kind == "long_text" else None
    return forms.CharField(label=label, required=False, max_length=LONGEST.get(field.kind, 500), widget=widget)
