"""Who is said to have done harm, as far as it helps to keep the person safe."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.codelists.local import PERPETRATOR_ROLES
from frontend.forms.acting import ActionForm, blank_is_none

WORDS = {"rows": 3}


class AllegedForm(ActionForm):
    """A name or what tells them apart; the rest is optional."""

    name = forms.CharField(
        label=_("What are they called?"), max_length=200, help_text=_("A name, a nickname, or what tells them apart.")
    )
    roles = forms.MultipleChoiceField(
        label=_("What are they said to have done?"),
        choices=PERPETRATOR_ROLES.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    description = forms.CharField(
        label=_("What helps to recognize them"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs=WORDS),
        help_text=_("Only what was told, as it was told."),
    )

    def clean(self) -> dict[str, Any]:
        return blank_is_none(super().clean() or {}, "phone", "description")


class RetractForm(ActionForm):
    """Why it no longer stands."""

    why = forms.CharField(
        label=_("Why does this no longer stand?"), max_length=1000, widget=forms.Textarea(attrs=WORDS)
    )
