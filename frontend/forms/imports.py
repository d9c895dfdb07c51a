"""The file to import, what its columns mean, and whether to write anything yet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.importing import mapping
from cases.importing.mapping import Mapping
from cases.models import ImportMapping
from frontend.forms.acting import ActionForm

OWN, TELL, KEPT = "own", "tell", "kept-"
TITLES = {
    "htcds": _("HTCDS 2.0 (IOM's case data standard)"),
    "ctdc": _("CTDC (global case data)"),
    "ctdc_vp_2022": _("CTDC victim–perpetrator data of 2022"),
}


def mapping_choices(kept: Iterable[ImportMapping] = ()) -> list[tuple[str, Any]]:
    """Telling it on the next page, what was kept from earlier files, the shipped mappings, and one's own file."""
    shipped = [(name, TITLES.get(name, name)) for name in mapping.shipped_names()]
    saved = [(KEPT + one.public_id, one.name) for one in kept]
    asked = (TELL, _("I say it on the next page"))
    return [asked, *saved, *sorted(shipped, key=lambda pair: pair[0] != "htcds"), (OWN, _("My own mapping file"))]


class ImportForm(ActionForm):
    """A CSV or XLSX file with a mapping; a dry run unless unticked."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV (UTF-8) or an Excel workbook (.xlsx), up to 100 MB. It is encrypted while it arrives."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.tsv,.txt"}),
        allow_empty_file=True,
    )
    mapping = forms.ChoiceField(
        label=_("What the columns mean"), choices=mapping_choices, initial=TELL, widget=forms.RadioSelect
    )
    own_mapping = forms.FileField(
        label=_("My own mapping file (TOML)"), required=False, widget=forms.FileInput(attrs={"accept": ".toml"})
    )
    dry_run = forms.BooleanField(label=_("Dry run: check every row and write nothing"), required=False, initial=True)

    def __init__(self, *args: Any, kept: Iterable[ImportMapping] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = {KEPT + one.public_id: one for one in kept}
        self.fields["mapping"].choices = mapping_choices(self.kept.values())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("mapping") == OWN and not values.get("own_mapping"):
            self.add_error("own_mapping", _("Choose the mapping file."))
        return values

    def chosen_mapping(self) -> Mapping:
        """The mapping, checked. Errors: InvalidInput that says what to mend."""
        values = self.cleaned_data
        if kept := self.kept.get(values["mapping"]):
            return mapping.parse(kept.text)
        if values["mapping"] != OWN:
            return mapping.load(values["mapping"])
        return mapping.parse(values["own_mapping"].read(mapping.FILE_BYTES + 1).decode("utf-8", "replace"))
