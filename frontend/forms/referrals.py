"""Refer somebody: to whom, for what, and exactly what may be shared; then the answers along the way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import Organization, User
from cases.codelists.services import SERVICES
from frontend.forms.acting import ActionForm, DateInput
from frontend.forms.consents import ConsentForm, category_choices, partner_label, partners
from frontend.referral_words import CONTACT, DECLINE, END, NOT_PHONED
from referrals.codes import Feedback, Outcome, Urgency, Way


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
    onward_from = forms.ChoiceField(
        label=_("Do you pass a referral on?"),
        required=False,
        help_text=_("Only your organization sees the link. Nothing of what was shared with you goes along."),
    )

    def __init__(
        self, *args: Any, user: User, never: Iterable[Any], passed_on: Iterable[tuple[str, Any]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        received = list(passed_on)
        self.fields["onward_from"].choices = [("", _("No, this is new")), *received]  # type: ignore[attr-defined]
        if not received:
            del self.fields["onward_from"]
        self.fields["receiver"].queryset = partners(user, never)  # type: ignore[attr-defined]
        self.fields["receiver"].label_from_instance = partner_label  # type: ignore[attr-defined]
        self.fields["service_code"].choices = [("", _("Choose …")), *SERVICES.choices()]  # type: ignore[attr-defined]

    def carried(self) -> SafeString:
        """Everything chosen, hidden: the second page sends it again, and nothing of it stands in the address."""
        inputs = ((self[name].as_hidden(attrs={"id": f"carried-{name}"}),) for name in self.fields)
        return format_html_join("", "{}", inputs)


class AgreeForm(ConsentForm):
    """The second page: what the person says to exactly this."""

    field_order = ("decision", "method", "ends_on", "language", "basis", "note")


class StepForm(ActionForm):
    """A step on a referral as it was when the page was made: `version` guards against one that moved on.

    `by_hand`: it is written down for a partner outside, and wants how it was learned.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, by_hand: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by_hand:
            for field in self.fields.values():
                field.help_text = ""  # it speaks of a sender elsewhere
            self.fields["way"] = forms.ChoiceField(
                label=_("How do you know?"), choices=Way.choices, widget=forms.RadioSelect
            )


class DeclineForm(StepForm):
    """Why not; coded, so that no words about a person cross over."""

    reason = forms.ChoiceField(label=_("Why?"), choices=list(DECLINE.items()), widget=forms.RadioSelect)


class WaitlistForm(StepForm):
    """Until when it stays on the waiting list."""

    until = forms.DateField(
        label=_("Until which day?"),
        widget=DateInput,
        help_text=_("The offer waits through this day; the sender sees it. Accept or decline before it ends."),
    )


class EndForm(StepForm):
    """Why it ended early; coded, for the same reason as a refusal."""

    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=list(END.items()),
        widget=forms.RadioSelect,
        help_text=_("The sender is told if the person agreed to that, and always when it is about their safety."),
    )


class ErrorForm(StepForm):
    """What was wrong, in words that stay in the house."""

    reason = forms.CharField(
        label=_("What was wrong?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("Sealed, and read only in your organization."),
    )


class PhoneForm(StepForm):
    """When the receiver was telephoned, or why not."""

    done = forms.ChoiceField(
        label=_("Did you reach them by telephone?"),
        choices=[("now", _("Yes, just now")), ("earlier", _("Yes, earlier")), *NOT_PHONED.items()],
        widget=forms.RadioSelect,
    )
    phoned_at = forms.DateTimeField(
        label=_("When, if earlier"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def clean(self) -> dict[str, Any]:
        """As the action wants it: a time, or a code of why not."""
        values = super().clean() or {}
        done, earlier = values.pop("done", ""), values.get("phoned_at")
        if done == "earlier" and not earlier and "phoned_at" not in self.errors:
            self.add_error("phoned_at", _("Say when you telephoned."))
        values["phoned_at"] = {"now": timezone.now(), "earlier": earlier}.get(done)
        values["not_phoned"] = done if done in NOT_PHONED else ""
        return values


class ContactForm(StepForm):
    """How reaching the person went."""

    result = forms.ChoiceField(label=_("How did it go?"), choices=list(CONTACT.items()), widget=forms.RadioSelect)


class CompleteForm(StepForm):
    """How the service ended."""

    outcome = forms.ChoiceField(label=_("What became of it"), choices=Outcome.choices, widget=forms.RadioSelect)
