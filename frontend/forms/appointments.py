"""Make an appointment, settle it, move it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from cases.actions.appointments import SETTLED
from cases.actions.conflicts import Doubt, doubts_about, fitting
from cases.actions.needs import BED, Need
from cases.codelists.languages import LANGUAGES
from cases.models import Appointment, Case, HealthAlert, Interpreter, InterpreterBar, Person
from frontend.forms.acting import ActionForm, DateInput, blank_is_none
from frontend.forms.codes import CodesField
from frontend.forms.looked import LookedForm
from frontend.forms.needs import joined, offer_needs, taken_over
from frontend.forms.tasks import who_see


def interpreter_words(one: Interpreter) -> str:
    """Name, languages and, where told, gender."""
    spoken = ", ".join(str(LANGUAGES.label(tag)) for tag in one.languages)
    return f"{one.name} ({spoken}{f', {one.get_gender_display()}' if one.gender else ''})"


def doubt_words(doubts: Sequence[Doubt]) -> str:
    """What speaks against an interpreter, behind their name."""
    return f" – {'; '.join(str(one.label) for one in doubts)}" if doubts else ""


def interpreter_field() -> forms.ModelChoiceField:
    """Who interprets; `offer_interpreters` fills in who may."""
    return forms.ModelChoiceField(
        label=_("Interpreter"),
        queryset=Interpreter.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("None"),
        help_text=_("Never family or somebody who lives there. Who must not interpret isn't offered."),
    )


def offer_interpreters(field: Any, person: Person, user: User) -> None:
    """Offer those who have signed and aren't barred for this person, each with what speaks against them."""
    ready, doubts = [one.pk for one in fitting(person, user)], doubts_about(person, user)
    field.queryset = Interpreter.objects.visible_to(user).filter(pk__in=ready)
    field.label_from_instance = lambda one: f"{interpreter_words(one)}{doubt_words(doubts(one))}"
    if person.interpreter_gender:
        wish = gettext("The person wishes for: %s.") % Interpreter.Gender(person.interpreter_gender).label
        field.help_text = f"{wish} {field.help_text}"


class DateTimeInput(forms.DateTimeInput):
    """The browser's own picker of day and time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class MoveForm(ActionForm):
    """Another time."""

    starts_at = forms.DateTimeField(label=_("When"), widget=DateTimeInput)


class AppointmentForm(LookedForm, MoveForm):
    """A time with the person; what it is about and where stay in the case."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Appointment.Kind.choices, initial=Appointment.Kind.TALK)
    minutes = forms.IntegerField(label=_("Minutes"), initial=60, min_value=1, max_value=24 * 60)
    worker = forms.ModelChoiceField(
        label=_("Who"), queryset=User.objects.none(), to_field_name="public_id", empty_label=None
    )
    interpreter = interpreter_field()
    about = forms.CharField(
        label=_("About"), required=False, max_length=200, help_text=_("Calendars and reminders never show this.")
    )
    place = forms.CharField(label=_("Where"), required=False, max_length=300)
    needs = forms.CharField(
        label=_("What it must have"),
        required=False,
        max_length=500,
        help_text=_("For example: no steps, breaks. Whoever sees the case reads this; calendars never show it."),
    )

    def __init__(self, *args: Any, case: Case, user: User, needs: Sequence[Need] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = [one for one in needs if one.code != BED]
        offer_needs(self, self.known, after=("starts_at", "kind", "minutes", "worker"))
        self.fields["worker"].queryset = who_see(case, user)  # type: ignore[attr-defined]
        self.fields["worker"].initial = user.public_id
        offer_interpreters(self.fields["interpreter"], case.person, user)

    def clean(self) -> dict[str, Any]:
        values = blank_is_none(super().clean() or {}, "about", "place")
        ticked = taken_over(values, self.known)
        return values | {"needs": joined(self, "needs", values.get("needs"), ticked, most=500)}


class InterpreterForm(ActionForm):
    """Somebody for the list."""

    name = forms.CharField(label=_("Name"), max_length=200)
    reach = forms.CharField(label=_("How to reach them"), max_length=300, required=False)
    languages = CodesField(
        LANGUAGES,
        list_id="languages",
        label=_("Languages"),
        max_length=400,
        help_text=_("Several: put a semicolon between them."),
    )
    gender = forms.ChoiceField(label=_("Gender"), choices=[("", "–"), *Interpreter.Gender.choices], required=False)
    signed_on = forms.DateField(
        label=_("Confidentiality signed on"),
        required=False,
        widget=DateInput,
        help_text=_("Left empty: they can't be booked yet."),
    )

    def clean(self) -> dict[str, Any]:
        return blank_is_none(super().clean() or {}, "reach")


class BarInterpreterForm(ActionForm):
    """Who must not interpret for this person, and why."""

    interpreter = forms.ModelChoiceField(
        label=_("Interpreter"), queryset=Interpreter.objects.none(), to_field_name="public_id", empty_label=None
    )
    reason = forms.ChoiceField(label=_("Why not"), choices=InterpreterBar.Reason.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["interpreter"].queryset = Interpreter.objects.visible_to(user)  # type: ignore[attr-defined]
        self.fields["interpreter"].label_from_instance = interpreter_words  # type: ignore[attr-defined]


class HealthForm(ActionForm):
    """Medicine, an allergy, what to do in an emergency."""

    kind = forms.ChoiceField(label=_("Kind"), choices=HealthAlert.Kind.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What"),
        max_length=300,
        help_text=_(
            "Everybody who sees the case reads this at once. HIV, pregnancy and therapy go into a restricted note."
        ),
    )


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
