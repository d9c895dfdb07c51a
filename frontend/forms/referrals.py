"""Refer somebody: to whom, for what, and exactly what may be shared; then the answers along the way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import Organization, User
from cases.codelists.services import SERVICES
from frontend.forms.acting import ActionForm
from frontend.forms.consents import ConsentForm, category_choices, partners
from frontend.referral_words import CONTACT, DECLINE
from referrals.codes import Feedback, Outcome, Urgency


class ReferForm(forms.Form):
    """The first page: nothing is saved yet."""

    receiver = forms.ModelChoiceField(
        label=_("Refer to"),
        queryset=Organization.objects.none(),
        to_field_name="public_id",
        empty_label=_("Choose …"),
    )
    service_code = forms.ChoiceField(label=_("For which service"))
    urgency = forms.ChoiceField(
        label=_("How urgent"), choices=Urgency.choices, initial=Urgency.NORMAL, widget=forms.RadioSelect
    )
    categories = forms.MultipleChoiceField(
        label=_("What may be shared once they accept"),
        choices=category_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("As little as the service needs. Contact details always go with the safe-contact rules."),
    )
    feedback = forms.ChoiceField(
        label=_("What may they tell you back?"),
        choices=Feedback.choices,
        initial=Feedback.STATUS,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, user: User, never: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["receiver"].queryset = partners(user, never)  # type: ignore[attr-defined]
        self.fields["service_code"].choices = [("", _("Choose …")), *SERVICES.choices()]  # type: ignore[attr-defined]

    def carried(self) -> SafeString:
        """Everything chosen, hidden: the second page sends it again, and nothing of it stands in the address."""
        inputs = ((self[name].as_hidden(attrs={"id": f"carried-{name}"}),) for name in self.fields)
        return format_html_join("", "{}", inputs)


class AgreeForm(ConsentForm):
    """The second page: what the person says to exactly this."""

    field_order = ("decision", "method", "ends_on", "language", "basis", "note")


class StepForm(ActionForm):
    """A step on a referral as it was when the page was made: `version` guards against one that moved on."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class DeclineForm(StepForm):
    """Why not; coded, so that no words about a person cross over."""

    reason = forms.ChoiceField(label=_("Why?"), choices=list(DECLINE.items()), widget=forms.RadioSelect)


class ContactForm(StepForm):
    """How reaching the person went."""

    result = forms.ChoiceField(label=_("How did it go?"), choices=list(CONTACT.items()), widget=forms.RadioSelect)


class CompleteForm(StepForm):
    """How the service ended."""

    outcome = forms.ChoiceField(label=_("What became of it"), choices=Outcome.choices, widget=forms.RadioSelect)
