"""A form with every kind of input, for the style guide."""

from django import forms
from django.utils.translation import gettext_lazy as _

RISKS = [("stable", _("Stable")), ("watch", _("Watch")), ("urgent", _("Urgent"))]
CHANNELS = [("call", _("Phone call")), ("text", _("Text message")), ("email", _("E-mail"))]


class SampleForm(forms.Form):
    """Nothing is kept of what is entered."""

    alias = forms.CharField(
        label=_("Known as"), help_text=_("A name the person chose. Not the legal name."), max_length=40
    )
    phone = forms.CharField(label=_("Phone"), required=False, max_length=30)
    started = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}))
    language = forms.ChoiceField(label=_("Language"), choices=[("en", "English"), ("ar", "العربية")])
    risk = forms.ChoiceField(label=_("Safety"), choices=RISKS, widget=forms.RadioSelect)
    ways = forms.MultipleChoiceField(
        label=_("Safe ways to reach the person"),
        choices=CHANNELS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    interpreter = forms.BooleanField(label=_("Interpreter needed"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=500, widget=forms.Textarea)


class SampleFilters(forms.Form):
    """A list's filters."""

    risk = forms.ChoiceField(label=_("Safety"), required=False, choices=[("", _("Any")), *RISKS])
    channel = forms.ChoiceField(label=_("Safe contact"), required=False, choices=[("", _("Any")), *CHANNELS])
