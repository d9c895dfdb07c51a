"""Forms of registered researchers: accept the terms, bring a file to compare with."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.forms.acting import ActionForm


class TermsForm(ActionForm):
    """One's word on the terms."""

    accept = forms.BooleanField(
        label=_("I have read these terms and keep to them."),
        error_messages={"required": _("Tick this if you accept the terms. Without it the wider tables stay closed.")},
    )


class PoolForm(ActionForm):
    """A file of somebody else's pool."""

    file = forms.FileField(
        label=_("File (CSV)"),
        help_text=_("With the column names of CTDC's global dataset of 2024. It is counted and let go; none is kept."),
    )
