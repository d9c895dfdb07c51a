"""Houses and rooms; asking for a bed, coming, staying longer, leaving; who must not meet; somebody missing."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.db.models import Case, When
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import Team, User
from casemgr.errors import Conflict
from cases.actions.needs import Need
from cases.codelists.shelter import LEFT_TO, LEFT_WHY
from cases.models import Apart, House, HouseEvent, HouseEventPart, Missing, MissingStep, Room, Stay
from cases.shelter import rooms_now
from frontend.forms.acting import ActionForm, DateInput, blank_is_none
from frontend.forms.appointments import DateTimeInput
from frontend.forms.late import late_field
from frontend.forms.looked import LookedForm
from frontend.forms.needs import joined, offer_needs, taken_over
from referrals.models import DirectoryService

HOW_FOUND = [(code, label) for code, label in Missing.Found.choices if code != Missing.Found.DIED]
WORDS = forms.Textarea(attrs={"rows": 3})


def how_many(label: Any) -> forms.IntegerField:
    """How many people come along."""
    return forms.IntegerField(label=label, min_value=0, max_value=20, initial=0, required=False)


class HouseForm(ActionForm):
    """A house: its code name, and for those who work there where it is."""

    code_name = forms.CharField(
        label=_("Code name"), max_length=40, help_text=_("A word of your own: never the address, never the real name.")
    )
    whereabouts = forms.CharField(
        label=_("Where it is"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Sealed. Shown to those who keep houses and to the team, one look at a time. Left empty: as it was."
        ),
    )
    team = forms.ModelChoiceField(
        label=_("Team that works there"), queryset=Team.objects.none(), required=False, empty_label=_("None")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = Team.objects.filter(organization=user.home).order_by("name")
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        return blank_is_none(super().clean() or {}, "whereabouts")


class RoomForm(ActionForm):
    """A room and its beds."""

    label = forms.CharField(label=_("Bedroom"), max_length=20, help_text=_("A number or letter."))
    beds = forms.IntegerField(label=_("Beds"), min_value=1, max_value=30)


class ChangeRoomForm(RoomForm):
    """The same over a room there is."""

    ended = forms.BooleanField(label=_("No longer used"), required=False)


class CountForm(ActionForm):
    """The service that tells the free beds."""

    service = forms.ModelChoiceField(
        label=_("Service of your directory entry"),
        queryset=DirectoryService.objects.none(),
        to_field_name="public_id",
        empty_label=_("Choose …"),
        help_text=_(
            "Everybody who reads the directory sees how many beds are free, always as it is now. Nobody sees the code "
            "name, where the house is, or how many beds it has. If nothing is offered here, whoever keeps the "
            "directory hasn't written your organization and its services down yet."
        ),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["service"]
        field.queryset = DirectoryService.objects.of_own_entry(user).order_by("name")
        field.label_from_instance = lambda service: service.name


class StayForm(ActionForm):
    """A form over a stay: the version that was read travels with it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    stay: Stay

    def __init__(self, *args: Any, stay: Stay, initial: dict[str, Any] | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": stay.version} | (initial or {})
        super().__init__(*args, **kwargs)
        self.stay = stay

    def does(self, action: Callable[[dict[str, Any]], Any]) -> bool:
        """As every form; what a colleague changed meanwhile is said here, and what was typed stays."""

        def over_what_was_read(values: dict[str, Any]) -> Any:
            self.stay.version = values.pop("version")
            return action(values)

        now = self.stay.version
        try:
            return super().does(over_what_was_read)
        except Conflict:
            self.sees("version", now)
            self.add_error(None, gettext("A colleague changed this stay meanwhile. Look at it, then save again."))
            return False


class AskBedForm(ActionForm):
    """From when, for how many, and where if that matters."""

    wanted_on = forms.DateField(label=_("From"), widget=DateInput)
    house = forms.ModelChoiceField(
        label=_("House"),
        queryset=House.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("Any house"),
    )
    children = how_many(_("Children who come along"))
    others = how_many(_("Others who come along"))
    needs = forms.CharField(
        label=_("What the bed must have"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example: ground floor, a cot, a room alone."),
    )

    def __init__(self, *args: Any, user: User, needs: Sequence[Need] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = needs
        offer_needs(self, needs, after=("wanted_on", "house", "children", "others"))
        self.fields["wanted_on"].initial = today(user.organization)
        houses = House.objects.visible_to(user).offered().order_by("code_name")
        self.fields["house"].queryset = houses  # type: ignore[attr-defined]
        self.fields["house"].label_from_instance = lambda one: one.code_name  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        ticked = taken_over(values, self.known)
        values["needs"] = joined(self, "needs", values.get("needs"), ticked, most=500)
        return values | {name: values.get(name) or 0 for name in ("children", "others")}


class RoomChoice(LookedForm, StayForm):
    """A room with free beds."""

    chosen = ("room",)
    room = forms.ModelChoiceField(
        label=_("Bedroom"), queryset=Room.objects.none(), to_field_name="public_id", empty_label=_("Choose …")
    )

    def __init__(self, *args: Any, stay: Stay, user: User, **kwargs: Any) -> None:
        super().__init__(*args, stay=stay, **kwargs)
        houses = House.objects.visible_to(user).offered().order_by("code_name")
        free = {now.room.pk: (house, now) for house in houses for now in rooms_now(house, user)}
        field: Any = self.fields["room"]
        large_enough = When(pk__in=[pk for pk, (_house, now) in free.items() if now.free >= stay.places], then=0)
        rooms = Room.objects.visible_to(user).filter(pk__in=free)
        field.queryset = rooms.order_by(Case(large_enough, default=1), "house__code_name", "label")
        field.label_from_instance = lambda room: _room_words(*free[room.pk])


def _room_words(house: House, now: Any) -> str:
    """Code name, room and how many beds are free."""
    free = ngettext("%(n)d bed free", "%(n)d beds free", now.free) % {"n": now.free}
    return f"{house.code_name} · {now.room.label} ({free})"


class CheckInForm(RoomChoice):
    """Which room, with whom, and until when as far as known."""

    children = how_many(_("Children who come along"))
    others = how_many(_("Others who come along"))
    planned_end = forms.DateField(
        label=_("Planned end"),
        widget=DateInput,
        required=False,
        help_text=_("Left empty: open. After six weeks you are reminded to look at it together."),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        return values | {name: values.get(name) or 0 for name in ("children", "others")}


class DependantsForm(StayForm):
    """Who is with the person now."""

    children = how_many(_("Children with the person"))
    others = how_many(_("Others with the person"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        return values | {name: values.get(name) or 0 for name in ("children", "others")}


class ExtendForm(StayForm):
    """Until when, and why."""

    planned_end = forms.DateField(label=_("New planned end"), widget=DateInput)
    reason = forms.CharField(label=_("Why"), max_length=1000, widget=WORDS)


class ReviewStayForm(StayForm):
    """What came of looking at it together."""

    words = forms.CharField(label=_("What you agreed with the person"), max_length=1000, widget=WORDS)


class CheckOutForm(StayForm):
    """Why, and where to."""

    left_why = forms.ChoiceField(label=_("Why"), choices=LEFT_WHY.choices(), widget=forms.RadioSelect)
    left_to = forms.ChoiceField(label=_("Where to"), choices=LEFT_TO.choices(special=True), widget=forms.RadioSelect)
    words = forms.CharField(label=_("In words"), max_length=1000, required=False, widget=WORDS)

    def clean(self) -> dict[str, Any]:
        return blank_is_none(super().clean() or {}, "words")


class AwayForm(StayForm):
    """When they think they will be back. Nobody needs leave to go out."""

    back_by = forms.DateTimeField(label=_("Expected back by"), widget=DateTimeInput)


class ApartForm(ActionForm):
    """The other case by its number, and why."""

    other = forms.CharField(label=_("Number of the other case"), max_length=12, help_text=_("For example: C-0012"))
    reason = forms.ChoiceField(label=_("Why"), choices=Apart.Reason.choices, widget=forms.RadioSelect)


class MissedForm(ActionForm):
    """Since when."""

    noticed_at = forms.DateTimeField(label=_("Missed since"), widget=DateTimeInput)


class MissingStepForm(ActionForm):
    """What was done, and when."""

    kind = forms.ChoiceField(label=_("What was done"), choices=MissingStep.Kind.choices, widget=forms.RadioSelect)
    ground = forms.ChoiceField(
        label=_("If the police were told: on what ground"),
        choices=[("", "–"), *MissingStep.Ground.choices],
        required=False,
    )
    done_at = forms.DateTimeField(label=_("When"), widget=DateTimeInput)
    words = forms.CharField(label=_("In words"), max_length=1000, required=False, widget=WORDS)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not user.can("keep_shelter"):
            kinds = [pair for pair in MissingStep.Kind.choices if pair[0] not in ("decided", "not_police")]
            self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        return blank_is_none(super().clean() or {}, "words")


class FoundForm(ActionForm):
    """How it ended."""

    how = forms.ChoiceField(label=_("How did it end?"), choices=HOW_FOUND, widget=forms.RadioSelect)
    words = forms.CharField(label=_("In words"), max_length=1000, required=False, widget=WORDS)

    def clean(self) -> dict[str, Any]:
        return blank_is_none(super().clean() or {}, "words")


class HouseEventForm(ActionForm):
    """What happened, in codes: no names here."""

    kind = forms.ChoiceField(label=_("What happened"), choices=HouseEvent.Kind.choices, widget=forms.RadioSelect)
    happened_at = forms.DateTimeField(label=_("When"), widget=DateTimeInput)
    late_reason = late_field()
    injuries = forms.ChoiceField(label=_("Injuries"), choices=HouseEvent.Injuries.choices)
    police = forms.ChoiceField(label=_("Police"), choices=HouseEvent.Police.choices)
    follow_up_on = forms.DateField(label=_("Look at it again on"), widget=DateInput, required=False)


class EventPaper(forms.Form):
    """One person of an event on paper: there no list of residents is printed."""

    PEOPLE = 3

    who = forms.CharField(label=_("Who"), help_text=_("The alias, or a number of the house's own."))
    part = forms.ChoiceField(label=_("How"), choices=HouseEventPart.Part.choices)
    words = forms.CharField(label=_("In words"), widget=WORDS, help_text=_("Only of this person."))


class EventPartForm(ActionForm):
    """Who was part of it; the words stand on their case."""

    stay = forms.ModelChoiceField(
        label=_("Who"), queryset=Stay.objects.none(), to_field_name="public_id", empty_label=_("Choose …")
    )
    part = forms.ChoiceField(label=_("How"), choices=HouseEventPart.Part.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In words"),
        max_length=2000,
        required=False,
        widget=WORDS,
        help_text=_("Only of this person: it stands on their case, and others who were there stand on theirs."),
    )

    def __init__(self, *args: Any, event: HouseEvent, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = datetime.timedelta(days=1)
        there = Stay.objects.visible_to(user).filter(house_id=event.house_id, in_at__lte=event.happened_at + day)
        there = there.exclude(out_at__lt=event.happened_at - day).select_related("case__person")
        self.fields["stay"].queryset = there  # type: ignore[attr-defined]
        self.fields["stay"].label_from_instance = lambda stay: stay.case.person.alias  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        return blank_is_none(super().clean() or {}, "words")
