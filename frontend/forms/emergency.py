"""Open a case in an emergency, and look at it afterwards."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cases.actions.emergency import HOURS
from cases.models import EmergencyAccess
from frontend.forms.acting import ActionForm

WORDS = {"rows": 4}


def _hours() -> list[tuple[int, str]]:
    return [(hours, str(ngettext_lazy("%d hour", "%d hours", hours) % hours)) for hours in HOURS]


class CaseNumberField(forms.RegexField):
    """A case number as people write it: C-0012, c 12, 12. The value is the number."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(r"^\s*[cC]?\s*[-–]?\s*0*[0-9]{1,9}\s*$", max_length=16, **kwargs)

    def clean(self, value: object) -> int:
        """The digits, as a whole number."""
        return int("".join(sign for sign in str(super().clean(value)) if sign.isdigit()))


class EmergencyForm(ActionForm):
    """Which case, why, for how long."""

    number = CaseNumberField(
        label=_("Number of the case"),
        help_text=_("For example: C-0012"),
        error_messages={"invalid": _("Enter the number of the case, for example C-0012.")},
    )
    reason = forms.ChoiceField(
        label=_("Why can it not wait?"), choices=EmergencyAccess.Reason.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("What happened"),
        max_length=2000,
        widget=forms.Textarea(attrs=WORDS),
        help_text=_("A supervisor reads this."),
    )
    hours = forms.TypedChoiceField(
        label=_("For how long"), choices=_hours, coerce=int, initial=HOURS[1], widget=forms.RadioSelect
    )


class ReviewForm(ActionForm):
    """What a supervisor found."""

    verdict = forms.ChoiceField(
        label=_("What did you find?"), choices=EmergencyAccess.Verdict.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(label=_("In words"), max_length=2000, required=False, widget=forms.Textarea(attrs=WORDS))
