"""Pairing with an organization on another instance."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.codelists.services import SERVICES
from frontend.forms.acting import ActionForm, DateInput
from referrals.exchange.invitations import LONGEST
from referrals.models import Pairing


class TermsForm(ActionForm):
    """What this side agrees to: how far referrals may go, for which services, until when."""

    highest_tier = forms.ChoiceField(
        label=_("How far referrals may go"),
        choices=Pairing.Tier.choices,
        initial=Pairing.Tier.DISCLOSURE,
        widget=forms.RadioSelect,
    )
    services = forms.MultipleChoiceField(
        label=_("For which services"),
        choices=(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: for all."),
    )
    ends_on = forms.DateField(label=_("Until"), widget=DateInput, help_text=_("At most two years. Then look again."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["services"].choices = SERVICES.choices()  # type: ignore[attr-defined]


class AnswerForm(TermsForm):
    """The code that the other side handed over, and the same terms."""

    code = forms.CharField(
        label=_("Their code"),
        max_length=2 * LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("It begins with “casemgr1.” and is good once, for three days."),
    )
    field_order = ("code", "highest_tier", "services", "ends_on")
