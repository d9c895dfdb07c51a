"""A form to add: the XLSForm, and what it doesn't say itself."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.errors import InvalidInput
from cases.models import Questionnaire
from cases.questionnaires.xlsform import Asked, Imported, import_xlsform
from frontend.forms.acting import ActionForm

MOST = 1_000_000


class XlsFormForm(ActionForm):
    """A workbook with the sheets of an XLSForm; it is only looked at until it is kept."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("An Excel workbook (.xlsx) with the sheets survey, choices and settings, up to 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Questionnaire.Kind.choices, initial="assessment", widget=forms.RadioSelect
    )
    title = forms.CharField(label=_("Title, if the file has none"), max_length=200, required=False)
    code = forms.SlugField(label=_("Id, if the file has none"), max_length=60, required=False)
    approval = forms.BooleanField(label=_("A supervisor reads each one that is finished"), required=False)

    def look(self, values: dict[str, Any]) -> Imported:
        """What the file holds; nothing is kept. Errors: FileRefused, FormRefused."""
        asked = Asked(values["kind"], values["approval"], values["code"], values["title"])
        return import_xlsform(values["file"], asked)


class KeepForm(ActionForm):
    """What was looked at, sent back to be kept; it is read as strictly as before."""

    definition = forms.CharField(max_length=MOST, widget=forms.HiddenInput, strip=False)

    def source(self) -> dict[str, Any]:
        """The definition's JSON. Errors: InvalidInput."""
        try:
            found = json.loads(self.cleaned_data["definition"])
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise InvalidInput(gettext("Open the file again: what came back can't be read."))
        return found
