"""A colleague lost their second factor."""

from django import forms
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import FactorReset
from frontend.forms.acting import ActionForm


class AskResetForm(ActionForm):
    """What happened."""

    reason = forms.ChoiceField(
        label=_("What happened to it?"), choices=FactorReset.Reason.choices, widget=forms.RadioSelect
    )


class DecideResetForm(ActionForm):
    """The second person's answer."""

    answer = forms.ChoiceField(choices=[("confirm", ""), ("refuse", "")], widget=forms.HiddenInput)
