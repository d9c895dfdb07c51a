"""Which services an organization gives, each with a name of its own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import Organization
from cases.actions.catalogue import LONGEST
from cases.codelists.services import SERVICES
from frontend.forms.acting import ActionForm


class CatalogueForm(ActionForm):
    """A box and a name for each service of the catalogue."""

    all_optional = True

    def __init__(self, data: Any = None, *, home: Organization) -> None:
        super().__init__(data)
        for code, label in SERVICES.choices():
            self.fields[code] = forms.BooleanField(label=str(label), required=False, initial=code in home.services)
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("What you call it"), required=False, max_length=LONGEST, initial=home.services.get(code, "")
            )

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Box and name side by side, for the template."""
        return [(self[code], self[f"name_{code}"]) for code in SERVICES]

    def chosen(self) -> dict[str, str]:
        """What the action wants."""
        return {code: self.cleaned_data[f"name_{code}"] for code in SERVICES if self.cleaned_data[code]}
