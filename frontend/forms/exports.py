"""What leaves as a file or on paper, and why. Without names unless somebody wants them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.actions.exports import ExportReason
from cases.exporting.tables import What
from frontend.forms.acting import ActionForm


class Shape(models.TextChoices):
    """What kind of file."""

    XLSX = "xlsx", _("Excel workbook (.xlsx)")
    CSV = "csv", _("Table (.csv)")
    HTCDS = "htcds", _("HTCDS records (.json), for another system")


def _reason() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Why does it leave?"), choices=ExportReason.choices, widget=forms.RadioSelect)


def _named(help_text: Any) -> forms.BooleanField:
    return forms.BooleanField(label=_("With names, contacts and addresses"), required=False, help_text=help_text)


class ListExportForm(ActionForm):
    """The cases of a list as a file."""

    shape = forms.ChoiceField(
        label=_("Kind of file"), choices=Shape.choices, initial=Shape.XLSX, widget=forms.RadioSelect
    )
    what = forms.ChoiceField(
        label=_("What the table holds"),
        choices=What.choices,
        initial=What.CASES,
        widget=forms.RadioSelect,
        help_text=_("HTCDS records are always of cases."),
    )
    reason = _reason()
    named = _named(_("Leave this empty when numbers are enough: the file then shows case numbers only."))


class SummaryForm(ActionForm):
    """A case on paper."""

    reason = _reason()
    named = _named(_("Leave this empty when the reader knows whom it is about."))
