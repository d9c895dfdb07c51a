"""Saying something to the other side of a referral, and arranging a hand-off."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.forms.acting import ActionForm, DateInput
from referrals.codes import ANSWERS_ONE, NAMES_DAY, HandOffKind, HandOffPlace, HandOffResult, MessageKind
from referrals.models.message import LONGEST

_OFFERED = [choice for choice in MessageKind.choices if choice[0] not in ANSWERS_ONE]


class MessageForm(ActionForm):
    """A coded message; words where somebody was disclosed. A plain answer comes with `answers` alone."""

    kind = forms.ChoiceField(label=_("What do you want to say?"), choices=_OFFERED, widget=forms.RadioSelect)
    day = forms.DateField(label=_("Which day"), required=False, widget=DateInput)
    text = forms.CharField(
        label=_("In words"),
        required=False,
        max_length=LONGEST,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "dir": "auto"}),
        help_text=_("Sealed with what was shared: whoever can't read that any more can't read this."),
    )

    def __init__(self, *args: Any, words: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not words:
            del self.fields["text"]
            kind: Any = self.fields["kind"]
            kind.choices = [choice for choice in _OFFERED if choice[0] != MessageKind.WORDS]

    def clean(self) -> dict[str, Any]:
        """A day that was left from another choice is no mistake."""
        values = super().clean() or {}
        if values.get("kind") not in NAMES_DAY:
            values["day"] = None
        return values


class AnswerForm(ActionForm):
    """Yes or no to one message."""

    kind = forms.ChoiceField(choices=[(kind, kind.label) for kind in sorted(ANSWERS_ONE)])
    answers = forms.CharField(max_length=22)


class HandOffForm(ActionForm):
    """When, how and where."""

    kind = forms.ChoiceField(label=_("How"), choices=HandOffKind.choices, widget=forms.RadioSelect)
    starts_at = forms.DateTimeField(
        label=_("When"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("In your organization's time; the other side sees it in theirs."),
    )
    place = forms.ChoiceField(
        label=_("Where"),
        choices=HandOffPlace.choices,
        widget=forms.RadioSelect,
        help_text=_("An address is told on the telephone, or in words after they accepted."),
    )
    interpreter = forms.BooleanField(label=_("An interpreter comes too"), required=False)


class HandOffResultForm(ActionForm):
    """What became of it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    result = forms.ChoiceField(label=_("What became of it?"), choices=HandOffResult.choices, widget=forms.RadioSelect)
