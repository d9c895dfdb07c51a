"""Record what a person decided: one form for each purpose, and the never-share list."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import Organization, User
from cases.codelists.languages import LANGUAGES
from cases.consent_categories import CATEGORIES, FIELDS
from cases.models import Consent, Guardian, ManualDisclosure, Person
from frontend.forms.acting import ActionForm, DateInput, blank_is_none
from frontend.forms.appointments import interpreter_field, offer_interpreters
from frontend.forms.codes import CodeField
from frontend.forms.looked import LookedForm

DAYS = 365
FIELD_WORDS: dict[str, str | Promise] = {
    "alias": _("alias"),
    "legal_name": _("legal name"),
    "birth_date": _("date of birth"),
    "pronouns": _("pronouns"),
    "phone": _("phone"),
    "email": _("e-mail address"),
    "address": _("address"),
    "preferred_language": _("preferred language"),
    "interpreter_needed": _("interpreter needed"),
    "accessibility": _("accessibility needs"),
    "gender": _("gender"),
    "citizenship": _("citizenship"),
    "birth_year": _("year of birth"),
    "services": _("services needed and received"),
    "exploitation_types": _("forms of exploitation"),
    "means_of_control": _("means of control"),
    "country_of_exploitation": _("country of exploitation"),
    "health_notes": _("health notes"),
    "legal_notes": _("legal notes"),
}


def category_choices() -> list[tuple[str, str | Promise]]:
    """Each kind of data with exactly the fields it covers; kinds without any field are not offered."""
    return [(code, _with_fields(code, label)) for code, label in CATEGORIES.items() if FIELDS[code]]


def _with_fields(code: str, label: str | Promise) -> str | Promise:
    fields = ", ".join(str(FIELD_WORDS[name]) for name in FIELDS[code])
    return label if fields.casefold() == str(label).casefold() else format_lazy("{}: {}", label, fields)


class ConsentForm(LookedForm):
    """Yes or no, how it was said, and until when it holds."""

    decision = forms.ChoiceField(
        label=_("What did the person decide?"), choices=Consent.Decision.choices, widget=forms.RadioSelect
    )
    method = forms.ChoiceField(
        label=_("How was it said?"), choices=Consent.Method.choices, initial="spoken", widget=forms.RadioSelect
    )
    language = CodeField(LANGUAGES, list_id="languages", label=_("Language it was explained in"), required=False)
    ends_on = forms.DateField(
        label=_("Until"), widget=DateInput, help_text=_("Every consent ends. You'll be reminded to ask again.")
    )
    basis = forms.ChoiceField(label=_("On what footing"), choices=Consent.Basis.choices, initial=Consent.Basis.CONSENT)
    guardian = forms.ModelChoiceField(
        label=_("Guardian"),
        queryset=Guardian.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("None"),
    )
    interpreter = interpreter_field()
    witness = forms.CharField(
        label=_("Witness of a mark"),
        max_length=200,
        required=False,
        help_text=_("Somebody who doesn't work on this case. No fingerprint is ever taken."),
    )
    read_back = forms.BooleanField(label=_("The person said it back in their own words"), required=False)
    note = forms.CharField(
        label=_("Who was there, who decided and why"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, user: User, language: str = "", person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if person is None:
            del self.fields["guardian"], self.fields["interpreter"]  # nobody is named before the person is registered
        else:
            guardians = Guardian.objects.visible_to(user).filter(person=person, barred_at=None)
            self.fields["guardian"].queryset = guardians  # type: ignore[attr-defined]
            self.fields["guardian"].label_from_instance = guardian_named  # type: ignore[attr-defined]
            offer_interpreters(self.fields["interpreter"], person, user)
        self.fields["ends_on"].initial = today(user.organization) + datetime.timedelta(days=DAYS)
        self.fields["language"].initial = language

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        return blank_is_none(values, "note", "witness")


def guardian_named(guardian: Guardian) -> str:
    """Name and relation, as lists offer them."""
    return f"{guardian.name} ({guardian.get_relation_display()})"


class ShareForm(ConsentForm):
    """Share with one organization: which, and exactly what."""

    recipient = forms.ModelChoiceField(
        label=_("Share with"),
        queryset=Organization.objects.none(),
        to_field_name="public_id",
        empty_label=_("Choose …"),
    )
    categories = forms.MultipleChoiceField(
        label=_("What may be shared"),
        choices=category_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Only these fields. Contact details always go together with the safe-contact rules, the preferred "
            "language and the need for an interpreter."
        ),
    )
    all_optional = True  # what may be shared is needed unless the answer is no
    field_order = (
        *("recipient", "categories", "decision", "method", "language", "interpreter", "read_back", "ends_on"),
        *("basis", "guardian", "witness", "note"),
    )

    def __init__(self, *args: Any, user: User, never: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["recipient"].queryset = partners(user, never)  # type: ignore[attr-defined]
        self.fields["recipient"].label_from_instance = partner_label  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("decision") == Consent.Decision.GIVEN and not values.get("categories"):
            self.add_error("categories", _("Tick at least one kind of data."))
        return values


class NeverShareForm(ActionForm):
    """An organization of the directory, or somebody in words."""

    recipient = forms.ModelChoiceField(
        label=_("Organization"),
        queryset=Organization.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("Choose …"),
    )
    description = forms.CharField(
        label=_("Or somebody else"),
        max_length=200,
        required=False,
        help_text=_("For example an embassy, an employer, a relative."),
    )
    embassy = forms.BooleanField(
        label=_("It is the embassy, consulate or another authority of the person's country"),
        required=False,
        help_text=_("Then none of them is offered, whatever they are called."),
    )

    def __init__(self, *args: Any, user: User, never: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipient"].queryset = partners(user, never)  # type: ignore[attr-defined]
        self.fields["recipient"].label_from_instance = partner_label  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        return blank_is_none(super().clean() or {}, "description")


class ConfirmForm(ActionForm):
    """Nothing to fill in: a yes to what the page says."""


def partners(user: User, never: Iterable[Any]) -> Any:
    """Active organizations this could be shared with, without those on the never-share list."""
    return Organization.objects.partners_of(user).exclude(pk__in=list(never)).order_by("name")


def partner_label(organization: Organization) -> str:
    """How an organization stands among others to choose from: marked where nothing goes to it by itself."""
    if organization.is_outside:
        return gettext("%(name)s (by phone or letter)") % {"name": organization.name}
    return organization.name


class GuardianForm(ActionForm):
    """Somebody who answers for the person."""

    name = forms.CharField(label=_("Name"), max_length=200)
    relation = forms.ChoiceField(label=_("What they are to the person"), choices=Guardian.Relation.choices)


class BarForm(ActionForm):
    """Why somebody must not decide or learn."""

    why = forms.CharField(
        label=_("Why must they not decide or learn?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class DisclosureForm(ActionForm):
    """What was told outside the program."""

    recipient = forms.CharField(label=_("To whom"), max_length=300)
    categories = forms.MultipleChoiceField(
        label=_("What was told"), choices=list(CATEGORIES.items()), widget=forms.CheckboxSelectMultiple
    )
    way = forms.ChoiceField(label=_("How"), choices=ManualDisclosure.Way.choices, widget=forms.RadioSelect)
    ground = forms.ChoiceField(
        label=_("On what ground"), choices=ManualDisclosure.Ground.choices, widget=forms.RadioSelect
    )
    why = forms.CharField(
        label=_("Why"), max_length=500, required=False, help_text=_("Needed where the person didn't agree.")
    )
    told_on = forms.DateField(label=_("When"), widget=DateInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["told_on"].initial = today(user.organization)

    def clean(self) -> dict[str, Any]:
        return blank_is_none(super().clean() or {}, "why")
