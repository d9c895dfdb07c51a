"""Who gets the log of a case, why, and as what."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions.person_log import LogFor, LogReason
from frontend.forms.acting import ActionForm


class LogForm(ActionForm):
    """For whom, why, and whether to print or as a table."""

    audience = forms.ChoiceField(label=_("Who gets it?"), choices=LogFor.choices, widget=forms.RadioSelect)
    reason = forms.ChoiceField(label=_("Why?"), choices=LogReason.choices, widget=forms.RadioSelect)
    full = forms.BooleanField(
        label=_("Name who was told"),
        required=False,
        help_text=_("Otherwise the person's paper says what was told, and when: safer if somebody finds it."),
    )
    shape = forms.ChoiceField(
        label=_("As what?"),
        choices=[("page", _("A page to print")), ("table", _("A table (CSV)"))],
        initial="page",
        widget=forms.RadioSelect,
    )
