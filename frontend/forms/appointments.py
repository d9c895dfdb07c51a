"""Make an appointment, settle it, move it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from cases.actions.appointments import SETTLED
from cases.models import Appointment, Case
from frontend.forms.acting import ActionForm, blank_is_none
from frontend.forms.tasks import who_see


class DateTimeInput(forms.DateTimeInput):
    """The browser's own picker of day and time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class MoveForm(ActionForm):
    """Another time."""

    starts_at = forms.DateTimeField(label=_("When"), widget=DateTimeInput)


class AppointmentForm(MoveForm):
    """A time with the person; what it is about and where stay in the case."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Appointment.Kind.choices, initial=Appointment.Kind.TALK)
    minutes = forms.IntegerField(label=_("Minutes"), initial=60, min_value=1, max_value=24 * 60)
    worker = forms.ModelChoiceField(
        label=_("Who"), queryset=User.objects.none(), to_field_name="public_id", empty_label=None
    )
    about = forms.CharField(
        label=_("About"), required=False, max_length=200, help_text=_("Calendars and reminders never show this.")
    )
    place = forms.CharField(label=_("Where"), required=False, max_length=300)

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = who_see(case, user)  # type: ignore[attr-defined]
        self.fields["worker"].initial = user.public_id

    def clean(self) -> dict[str, Any]:
        return blank_is_none(super().clean() or {}, "about", "place")


class SettleForm(ActionForm):
    """What became of it."""

    state = forms.ChoiceField(
        label=_("What became of it?"),
        choices=[(state, state.label) for state in SETTLED],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("In words"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2}))

    def clean(self) -> dict[str, Any]:
        return blank_is_none(super().clean() or {}, "note")
