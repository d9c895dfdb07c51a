"""The file to import, what its columns mean, and whether to write anything yet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.importing import mapping
from cases.importing.mapping import Mapping
from frontend.forms.acting import ActionForm

OWN = "own"
TITLES = {
    "htcds": _("HTCDS 2.0 (IOM's case data standard)"),
    "ctdc": _("CTDC (global case data)"),
    "ctdc_vp_2022": _("CTDC victim–perpetrator data of 2022"),
}


def mapping_choices() -> list[tuple[str, Any]]:
    """The mappings that ship with the product, and one's own file."""
    shipped = [(name, TITLES.get(name, name)) for name in mapping.shipped_names()]
    return [*sorted(shipped, key=lambda pair: pair[0] != "htcds"), (OWN, _("My own mapping file"))]


class ImportForm(ActionForm):
    """A CSV or XLSX file with a mapping; a dry run unless unticked."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV (UTF-8) or an Excel workbook (.xlsx), up to 100 MB. It is encrypted while it arrives."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.tsv,.txt"}),
        allow_empty_file=True,
    )
    mapping = forms.ChoiceField(
        label=_("What the columns mean"), choices=mapping_choices, initial="htcds", widget=forms.RadioSelect
    )
    own_mapping = forms.FileField(
        label=_("My own mapping file (TOML)"), required=False, widget=forms.FileInput(attrs={"accept": ".toml"})
    )
    dry_run = forms.BooleanField(label=_("Dry run: check every row and write nothing"), required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("mapping") == OWN and not values.get("own_mapping"):
            self.add_error("own_mapping", _("Choose the mapping file."))
        return values

    def chosen_mapping(self) -> Mapping:
        """The mapping, checked. Errors: InvalidInput that says what to mend."""
        values = self.cleaned_data
        if values["mapping"] != OWN:
            return mapping.load(values["mapping"])
        return mapping.parse(values["own_mapping"].read(mapping.FILE_BYTES + 1).decode("utf-8", "replace"))
