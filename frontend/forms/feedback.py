"""What is asked of people about the help they got; the switch; what is done with a word about harm."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Answer, ComplaintStep, FeedbackWord, Question
from frontend.forms.acting import ActionForm

CHOICES = [(Answer.YES, Answer.YES.label), (Answer.PARTLY, Answer.PARTLY.label), (Answer.NO, Answer.NO.label)]


class SayForm(forms.Form):
    """Five questions, each of which may be left out, and words. No field can hold who it is."""

    all_optional = True

    def __init__(self, data: Any = None, *, may_write: bool) -> None:
        super().__init__(data)
        for one in Question:
            self.fields[one.value] = forms.ChoiceField(
                label=one.label, choices=CHOICES, widget=forms.RadioSelect, required=False
            )
        if may_write:
            self.fields |= _words()

    def clean(self) -> dict[str, Any]:
        """Something has to be said."""
        values = super().clean() or {}
        if not self.errors and not any(values.get(name) for name in (*Question.values, "words")):
            raise forms.ValidationError(_("Answer a question, or close this page."))
        return values

    def answers(self) -> dict[str, str]:
        """Each question with its answer."""
        return {name: self.cleaned_data[name] or Answer.NONE for name in Question.values}


def _words() -> dict[str, forms.Field]:
    return {
        "words": forms.CharField(
            label=_("In your own words"),
            max_length=FeedbackWord.MOST,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false", "dir": "auto"}),
            help_text=_("Write no names, and nothing by which somebody could know that it was you."),
        ),
        "harm": forms.BooleanField(
            label=_("Somebody who works here hurt me, or another person"),
            required=False,
            help_text=_("Then your words go to the person who looks into complaints, and not to the team."),
        ),
    }


class DoorForm(ActionForm):
    """Open or closed, and a new address."""

    opened = forms.BooleanField(label=_("People may say without a name how they were helped"), required=False)
    renew = forms.BooleanField(
        label=_("Make a new address"),
        required=False,
        help_text=_("Slips with the old one lead nowhere from then on."),
    )


class WordStepForm(ActionForm):
    """What was done about a word that speaks of harm."""

    kind = forms.ChoiceField(label=_("What was done"), choices=ComplaintStep.Kind.choices)
