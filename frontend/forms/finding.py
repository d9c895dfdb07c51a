"""What is looked for in the directory. Sent by POST alone: nothing of it stands in an address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from cases.codelists.countries import COUNTRIES
from cases.codelists.languages import LANGUAGES
from cases.codelists.services import SERVICES
from frontend.forms.codes import CodeField
from frontend.forms.directory import ANY, countries_of, regions_of
from referrals.codes import AgeBand
from referrals.directory.codes import GROUPS, SERVES
from referrals.directory.need import Need

MOST_TOGETHER = 30
FURTHER = ("also", "groups", "room_only", "free_only", "open_only")


class NeedForm(forms.Form):
    """A service for somebody like this; everything but the service may be left open."""

    service = forms.ChoiceField(label=_("Service"), choices=lambda: [("", _("Choose …")), *SERVICES.choices()])
    also = forms.ChoiceField(
        label=_("And from the same organization"), choices=lambda: [ANY, *SERVICES.choices()], required=False
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    region = forms.ChoiceField(label=_("Region or town"), required=False)
    language = CodeField(LANGUAGES, list_id="languages", label=_("Language"), required=False)
    interpreter = forms.BooleanField(label=_("Needs an interpreter"), required=False)
    whom = forms.ChoiceField(label=_("For whom"), choices=lambda: [ANY, *SERVES.choices()], required=False)
    age = forms.ChoiceField(label=_("Age"), choices=[ANY, *AgeBand.choices], required=False)
    places = forms.IntegerField(
        label=_("How many people, children counted"),
        min_value=1,
        max_value=MOST_TOGETHER,
        initial=1,
        required=False,
    )
    groups = forms.MultipleChoiceField(
        label=_("Also needed"), choices=GROUPS.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    room_only = forms.BooleanField(label=_("Leave out what has no room"), required=False)
    free_only = forms.BooleanField(label=_("Leave out what costs something"), required=False)
    open_only = forms.BooleanField(label=_("Leave out what is closed now"), required=False)

    def __init__(self, data: Any = None, *, user: User, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["country"].choices = country_choices(user)  # type: ignore[attr-defined]
        self.fields["region"].choices = [ANY, *((name, name) for name in regions_of(user))]  # type: ignore[attr-defined]

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """What is asked first."""
        return [self[name] for name in self.fields if name not in FURTHER]

    @property
    def further_fields(self) -> list[forms.BoundField]:
        """What is behind "More"."""
        return [self[name] for name in FURTHER]

    def need(self) -> Need:
        """What was asked for, once it is valid."""
        said = dict(self.cleaned_data)
        return Need(**said | {"groups": frozenset(said["groups"]), "places": said["places"] or 1})


class MapFilters(forms.Form):
    """What narrows the map of services. Public codes alone: these stand in the address."""

    service = forms.ChoiceField(label=_("Service"), choices=lambda: [ANY, *SERVICES.choices()], required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data)
        self.fields["country"].choices = country_choices(user)  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """The filters that are on; a choice that isn't offered narrows nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def country_choices(user: User) -> list[tuple[str, Any]]:
    """The countries that the directory tells of, and any."""
    return [ANY, *((code, COUNTRIES.label(code)) for code in countries_of(user))]
