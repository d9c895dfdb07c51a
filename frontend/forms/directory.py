"""What narrows the directory; what its keeper writes; a file for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import Organization, User
from cases.codelists.countries import COUNTRIES
from cases.codelists.languages import LANGUAGES
from cases.codelists.services import SERVICES
from frontend.forms.acting import ActionForm
from frontend.forms.codes import CodeField, CodesField
from frontend.forms.versioned import VersionedForm
from referrals.directory.codes import GROUPS, SERVES, Cost, Line, LocationType, ServiceStatus, Weekday
from referrals.directory.reaching import Hours, Reaching, TextLine, first_phone, languages_of, schedules_of, text_line
from referrals.models import (
    DirectoryAddress,
    DirectoryLanguage,
    DirectoryLocation,
    DirectoryOrganization,
    DirectoryService,
    ServiceAtLocation,
)

ANY = ("", _("Any"))
ADDRESS = ("address_1", "address_2", "postal_code", "city", "state_province")


def text(label: Any, *, rows: int = 0, most: int = 200, required: bool = False, help_text: Any = "") -> forms.CharField:
    """A line, or with `rows` an area."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else None
    return forms.CharField(label=label, max_length=most, required=required, widget=widget, help_text=help_text)


class DirectoryFilters(forms.Form):
    """What narrows the list. Codes and names of public towns only: these stand in the address."""

    service = forms.ChoiceField(label=_("Service"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    region = forms.ChoiceField(label=_("Region or town"), required=False)
    room = forms.ChoiceField(label=_("Room"), required=False, choices=[ANY, ("free", _("Something free"))])
    checked = forms.ChoiceField(
        label=_("Checked"),
        required=False,
        choices=[ANY, ("lately", _("In the last 90 days")), ("stale", _("Not for a year"))],
    )

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data)
        self.offer("service", [(code, SERVICES.label(code)) for code in SERVICES])
        self.offer("language", [(code, LANGUAGES.label(code)) for code in _languages(user)])
        self.offer("country", [(code, COUNTRIES.label(code)) for code in countries_of(user)])
        self.offer("region", [(name, name) for name in regions_of(user)])

    def offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """Set the choices of a filter."""
        self.fields[name].choices = [ANY, *choices]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """The filters that are on; a choice that isn't offered narrows nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def _languages(user: User) -> list[str]:
    rows = DirectoryLanguage.objects.visible_to(user).exclude(service=None).exclude(code="")
    return sorted(set(rows.values_list("code", flat=True)[:2000]))


def countries_of(user: User) -> list[str]:
    """Countries that the directory tells of."""
    of = DirectoryOrganization.objects.visible_to(user).active().values_list("country", flat=True)
    at = DirectoryLocation.objects.visible_to(user).leaving().active().values_list("country", flat=True)
    return sorted((set(of[:2000]) | set(at[:2000])) & set(COUNTRIES))


def regions_of(user: User) -> list[str]:
    """Regions and towns of places that may be told of."""
    places = DirectoryLocation.objects.visible_to(user).leaving().active()
    found = set(places.values_list("region", flat=True)[:1000])
    for pair in DirectoryAddress.objects.visible_to(user).leaving().values_list("state_province", "city")[:1000]:
        found |= set(pair)
    return sorted(found - {""})


class OrganizationForm(VersionedForm):
    """Who helps, and how they are reached. Without a user it is filled from the row alone, as for a clash."""

    beside: tuple[str, ...] = ("phone",)

    name = text(_("Name"), required=True)
    member = forms.ModelChoiceField(
        label=_("Takes part on this server as"),
        queryset=Organization.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("Doesn't take part: phone or letter"),
    )
    country = CodeField(COUNTRIES, list_id="countries", label=_("Country"), required=False)
    phone = text(_("Phone number"), most=60)
    email = text(_("Public e-mail address"), most=254)
    website = text(_("Website"), most=500)
    description = text(_("What it does"), rows=4, most=5000)

    def __init__(self, data: Any = None, *, row: DirectoryOrganization, user: User | None = None) -> None:
        super().__init__(data, row=row)
        real = Organization.objects.filter(practice_of=None).active().here()
        self.fields["member"].queryset = real.order_by("name")  # type: ignore[attr-defined]
        if user and not row._state.adding and (known := first_phone(row, user)):
            self.fields["phone"].initial = known.number

    def reaching(self) -> Reaching:
        """What the action wants beside the columns."""
        return Reaching(phone=self.cleaned_data["phone"])


class DirectoryServiceForm(VersionedForm):
    """What is done for whom, where, when and for how much."""

    beside: tuple[str, ...] = (
        *("phone", "text_number", "text_word", "languages", "days", "opens_at", "closes_at", "places"),
    )

    service_code = forms.ChoiceField(label=_("Service"), choices=lambda: [("", "…"), *SERVICES.choices()])
    name = text(_("Name"), required=True)
    status = forms.ChoiceField(label=_("State"), choices=ServiceStatus.choices, initial=ServiceStatus.ACTIVE)
    description = text(
        _("What it is"),
        rows=4,
        most=5000,
        help_text=_("Everybody who refers people reads this. Don't write where a shelter is."),
    )
    alert = text(_("To know before"), rows=2, most=1000)
    places = forms.ModelMultipleChoiceField(
        label=_("Given at"),
        queryset=DirectoryLocation.objects.none(),
        to_field_name="public_id",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    phone = text(_("Phone number"), most=60)
    line = forms.ChoiceField(
        label=_("Kind of line"),
        choices=[("", _("No help line")), *Line.choices],
        required=False,
        help_text=_("People who ring a tip line must know before that the police may come."),
    )
    text_number = text(_("Number for text messages"), most=60)
    text_word = text(_("Word to send there"), most=60)
    email = text(_("Public e-mail address"), most=254)
    url = text(_("Web page"), most=500)
    languages = CodesField(
        LANGUAGES,
        list_id="languages",
        label=_("Languages"),
        required=False,
        max_length=500,
        help_text=_("Several are separated by semicolons."),
    )
    interpretation_services = text(_("Interpretation"), rows=2, most=1000)
    days = forms.MultipleChoiceField(
        label=_("Open on"), choices=Weekday.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    opens_at = forms.TimeField(label=_("From"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    closes_at = forms.TimeField(label=_("Until"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    minimum_age = forms.IntegerField(label=_("From age"), required=False, min_value=0, max_value=120)
    maximum_age = forms.IntegerField(label=_("To age"), required=False, min_value=0, max_value=120)
    serves = forms.MultipleChoiceField(
        label=_("For whom"), choices=SERVES.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    groups = forms.MultipleChoiceField(
        label=_("Made for"), choices=GROUPS.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    eligibility_description = text(_("Who is taken"), rows=2, most=2000)
    application_process = text(_("How to get in"), rows=2, most=2000)
    wait_time = text(_("Waiting time"))
    cost = forms.ChoiceField(label=_("Cost"), choices=[("", _("Not known")), *Cost.choices], required=False)
    fees_description = text(_("What it costs, in words"), rows=2, most=1000)

    def __init__(self, data: Any = None, *, row: DirectoryService, user: User | None = None) -> None:
        super().__init__(data, row=row)
        if user is None:
            return
        own = DirectoryLocation.objects.kept_by(user).active().filter(provider=row.provider).order_by("name")
        self.fields["places"].queryset = own  # type: ignore[attr-defined]
        self.fields["places"].label_from_instance = lambda place: place.name  # type: ignore[attr-defined]
        if not row._state.adding:
            self._fill(row, user)

    def _fill(self, row: DirectoryService, user: User) -> None:
        known, hours = first_phone(row, user), schedules_of(row, user)
        at = ServiceAtLocation.objects.kept_by(user).filter(service=row)
        self.fields["phone"].initial = known.number if known else ""
        if texting := text_line(row, user):
            self.fields["text_number"].initial, self.fields["text_word"].initial = texting.number, texting.description
        self.fields["languages"].initial = [code for code in languages_of(row, user) if code in LANGUAGES]
        self.fields["places"].initial = list(at.values_list("location__public_id", flat=True))
        if len(hours) == 1:
            self.fields["days"].initial = hours[0].byday.split(",")
            self.fields["opens_at"].initial, self.fields["closes_at"].initial = hours[0].opens_at, hours[0].closes_at
        elif hours:  # by season, by place: one line can't tell them
            for name in ("days", "opens_at", "closes_at"):
                del self.fields[name]
            self.beside = tuple(name for name in self.beside if name in self.fields)

    def reaching(self) -> Reaching:
        """What the action wants beside the columns."""
        said = self.cleaned_data
        hours = Hours(said["days"], said["opens_at"], said["closes_at"]) if "days" in said else None
        texting = TextLine(said["text_number"], said["text_word"])
        return Reaching(phone=said["phone"], languages=said["languages"], hours=hours, text=texting)


class PlaceForm(VersionedForm):
    """Where. The first question is whether it may be known."""

    beside: tuple[str, ...] = ("known", "whereabouts", *ADDRESS)

    known = forms.ChoiceField(
        label=_("May this place be known?"),
        choices=[
            ("open", _("Yes: everybody who refers people may read where it is")),
            ("hidden", _("No: it is a shelter or another place that nobody may find")),
        ],
        widget=forms.RadioSelect,
    )
    name = text(
        _("Name, or code name"), required=True, help_text=_("A hidden place gets a code name that tells nothing.")
    )
    country = CodeField(COUNTRIES, list_id="countries", label=_("Country"))
    whereabouts = text(
        _("Hidden: where it is and how to reach it"),
        rows=4,
        most=2000,
        help_text=_("Sealed; read by your own people with a trace. Left empty, what was written stays."),
    )
    location_type = forms.ChoiceField(
        label=_("Kind of place"), choices=LocationType.choices, initial=LocationType.PHYSICAL, required=False
    )
    address_1 = text(_("Street and number"))
    address_2 = text(_("More of the address"))
    postal_code = text(_("Postal code"), most=20)
    city = text(_("Town"), most=100)
    state_province = text(_("State or province"), most=100)
    region = text(_("Region"), most=100)
    transportation = text(_("How to get there"), rows=2, most=1000)
    description = text(_("What it is"), rows=2, most=2000)

    def __init__(self, data: Any = None, *, row: DirectoryLocation, user: User | None = None) -> None:
        super().__init__(data, row=row)
        if row._state.adding:
            return
        if row.hidden:
            for name in [one for one in self.fields if one not in ("version", "name", "country", "whereabouts")]:
                del self.fields[name]
            self.beside = ("whereabouts",)
            return
        self.fields["known"].initial = "open"
        if user is None:
            return
        known = DirectoryAddress.objects.kept_by(user).filter(location=row).order_by("pk").first()
        for name in ADDRESS if known else ():
            self.fields[name].initial = getattr(known, name)

    def values(self) -> dict[str, Any]:
        """What the action wants: columns, and for a hidden place what is sealed."""
        values: dict[str, Any] = self.changes()
        if self.cleaned_data.get("known") == "hidden":
            values["hidden"] = True
        if self.cleaned_data.get("whereabouts"):
            values["whereabouts"] = self.cleaned_data["whereabouts"]
        return values

    def address(self) -> Mapping[str, str] | None:
        """The address of an open place."""
        if self.row.hidden or self.cleaned_data.get("known") == "hidden":
            return None
        return {name: self.cleaned_data[name] for name in ADDRESS}


class CapacityForm(ActionForm):
    """How much is free now."""

    unit = forms.CharField(label=_("What is counted"), max_length=60, help_text=_("Beds, places, hours …"))
    available = forms.IntegerField(label=_("Free now"), min_value=0, max_value=100_000)
    maximum = forms.IntegerField(label=_("Of how many"), required=False, min_value=0, max_value=100_000)


class DirectoryFileForm(ActionForm):
    """A file of HSDS; a dry run unless unticked."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("HSDS as JSON, or its CSV files in one ZIP file, up to 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".json,.zip"}),
        allow_empty_file=True,
    )
    dry_run = forms.BooleanField(label=_("Dry run: check every row and write nothing"), required=False, initial=True)
