"""The organization's agreement to statistics, and its partner systems."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import Family, User
from casemgr.accounts.questions import OFFERED
from frontend.forms.acting import ActionForm, DateInput


class AgreementForm(ActionForm):
    """What was signed, by whom, from when until when, and a yes to the text on the page."""

    covers = forms.MultipleChoiceField(
        label=_("Which tables does it cover?"),
        choices=Family.choices,
        initial=list(Family.values),
        widget=forms.CheckboxSelectMultiple,
    )
    people_at_most = forms.IntegerField(
        label=_("At most this many people are in your care who might say yes"),
        min_value=1,
        max_value=10_000_000,
        help_text=_(
            "Round and public. Estimate it; never count for this. It shows whether one organization dominates."
        ),
    )
    signatory_name = forms.CharField(label=_("Who signed the paper?"), max_length=150)
    signatory_role = forms.CharField(label=_("Their role"), max_length=150)
    reference = forms.CharField(
        label=_("Where is the signed paper?"), max_length=200, help_text=_("A file number, for example.")
    )
    starts_on = forms.DateField(label=_("From"), widget=DateInput)
    ends_on = forms.DateField(label=_("Until"), widget=DateInput, help_text=_("Every agreement ends."))
    agreed = forms.BooleanField(label=_("I sign this for the organization, and I may do so."))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = today(user.organization)
        self.fields["signatory_name"].initial = user.name
        self.fields["starts_on"].initial = day
        self.fields["ends_on"].initial = day.replace(day=min(day.day, 28), year=day.year + 2)


class AgreementEndForm(ActionForm):
    """Why it ends before its time."""

    reason = forms.CharField(label=_("Why?"), max_length=300, help_text=_("No names of people."))


class ClientForm(ActionForm):
    """What a partner system is called."""

    name = forms.CharField(
        label=_("What is this system called?"),
        max_length=150,
        help_text=_("For example the name of the other program. No names of people."),
    )


class RulesForm(ActionForm):
    """Who approves what."""

    closure_approval = forms.BooleanField(label=_("Closing a case needs the approval of a supervisor"), required=False)
    self_approval = forms.BooleanField(
        label=_("Supervisors may approve what they asked for themselves"),
        required=False,
        help_text=_("For organizations with a single supervisor. Each such approval is in the audit trail."),
    )
    emergency_access = forms.BooleanField(
        label=_("Colleagues may open a case for some hours in an emergency"),
        required=False,
        help_text=_("Supervisors are told at once and look at each one. Restricted cases never open this way."),
    )
    contacts_kept = forms.IntegerField(
        label=_("Days after which a call that became no case is deleted"),
        min_value=1,
        max_value=365,
        required=False,
        help_text=_("Counted from the last time somebody worked on it. The call itself stays counted."),
    )
    asked = forms.MultipleChoiceField(
        label=_("Sensitive questions that you ask"),
        choices=list(OFFERED.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Each can endanger people where the answer is found, and be the ground for help elsewhere. Tick only what "
            "your work needs and your country's law allows."
        ),
    )
