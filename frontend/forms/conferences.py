"""Case conferences: the points, who sits there, the minutes, what follows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import Organization, User
from cases.actions.conferences import KINDS
from cases.legal import codes
from cases.models import Case
from cases.seeing import colleagues
from frontend.forms.acting import ActionForm, DateInput
from frontend.forms.appointments import DateTimeInput
from frontend.forms.consents import partner_label, partners
from frontend.forms.directory import text
from frontend.forms.tasks import who_see
from frontend.forms.versioned import VersionedForm


class ConferenceForm(ActionForm):
    """When, and what is spoken about."""

    starts_at = forms.DateTimeField(label=_("When"), widget=DateTimeInput)
    agenda = text(
        _("What is spoken about"),
        rows=4,
        most=2000,
        required=True,
        help_text=_("Point by point, as you go through it with the person."),
    )
    agenda_agreed = forms.BooleanField(label=_("The person agreed to these points"), required=False)


class ChangeConferenceForm(VersionedForm, ConferenceForm):
    """The same over one that others may change meanwhile."""


class SeatColleagueForm(ActionForm):
    """A colleague; one who doesn't see the case needs an end."""

    colleague = forms.ModelChoiceField(
        label=_("Who"), queryset=User.objects.none(), to_field_name="public_id", empty_label=None
    )
    until = forms.DateTimeField(
        label=_("Sees the case until"),
        required=False,
        widget=DateTimeInput,
        help_text=_(
            "Only for somebody who doesn't see it yet. It ends by itself, at most 30 days after the conference."
        ),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].queryset = colleagues(user)  # type: ignore[attr-defined]
        if not user.can("assign_case"):
            del self.fields["until"]


class SeatOutsiderForm(ActionForm):
    """Somebody from outside, for what the person agreed to."""

    name = text(_("Name and organization"), most=300, required=True)
    partner = forms.ModelChoiceField(
        label=_("Organization, if it is on the list"),
        queryset=Organization.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("Not on the list"),
    )
    part = forms.ChoiceField(
        label=_("For what"),
        choices=codes.Part.choices,
        widget=forms.RadioSelect,
        initial=codes.Part.WITHOUT_IDENTITY,
        help_text=_("All of it only with the person's consent to share with their organization."),
    )

    def __init__(self, *args: Any, user: User, never: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = partners(user, never)  # type: ignore[attr-defined]
        self.fields["partner"].label_from_instance = partner_label  # type: ignore[attr-defined]


class MinutesForm(ActionForm):
    """The minutes, kept as a note of the case."""

    kind = forms.ChoiceField(label=_("Kind of note"), choices=[(kind.value, kind.label) for kind in KINDS])
    body = text(_("Minutes of the meeting"), rows=8, most=20000, required=True)


class FollowUpForm(ActionForm):
    """Something that was agreed there, for somebody, by a day."""

    title = text(_("What"), required=True)
    assigned_to = forms.ModelChoiceField(
        label=_("Who"), queryset=User.objects.none(), to_field_name="public_id", empty_label=None
    )
    due_on = forms.DateField(label=_("Due"), widget=DateInput)

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assigned_to"].queryset = who_see(case, user)  # type: ignore[attr-defined]
        self.fields["assigned_to"].initial = user.public_id
        self.fields["due_on"].initial = today(user.organization)


class WhyForm(ActionForm):
    """Why it doesn't take place, or no longer stands."""

    why = text(_("Why?"), rows=3, most=500, required=True)
