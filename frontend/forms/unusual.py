"""What an auditor found about something unusual."""

from django import forms

from casemgr.audit.looking import Verdict
from frontend.forms.acting import ActionForm


class ReviewForm(ActionForm):
    """The finding and the word about it."""

    key = forms.CharField(max_length=120, widget=forms.HiddenInput)
    verdict = forms.ChoiceField(choices=Verdict.choices)
