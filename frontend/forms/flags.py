"""Raise a flag, lower it, and raise one on several cases."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Flag
from frontend.forms.acting import ActionForm, DateInput

KINDS = [("", _("Choose …")), *Flag.Kind.choices]
WORDS = {"rows": 3}


class BulkFlagForm(ActionForm):
    """What everybody who opens these cases should see at once."""

    kind = forms.ChoiceField(
        label=_("What about"), choices=KINDS, help_text=_("Seen in the list; the words below only in the case.")
    )
    reason = forms.CharField(label=_("Why, and what to do"), max_length=1000, widget=forms.Textarea(attrs=WORDS))


class FlagForm(BulkFlagForm):
    """The same on one case, with a day to look again."""

    review_on = forms.DateField(label=_("Look again on"), required=False, widget=DateInput)


class LowerFlagForm(ActionForm):
    """What came of it."""

    outcome = forms.CharField(label=_("What came of it?"), max_length=1000, widget=forms.Textarea(attrs=WORDS))
