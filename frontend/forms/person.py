"""Who the person is. Everything optional; declined, unknown and not asked are told apart."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.codelists.base import SPECIAL_ANSWERS
from cases.codelists.countries import COUNTRIES
from cases.codelists.languages import LANGUAGES
from cases.codelists.local import GENDER
from cases.models import Person
from frontend.forms.acting import DateInput, blank_is_none
from frontend.forms.codes import CodeField
from frontend.forms.versioned import VersionedForm

SEALED = ("legal_name", "phone", "email", "address", "identity_numbers", "accessibility")
LITERACY = [
    ("", SPECIAL_ANSWERS[""]),
    ("well", _("Reads well")),
    ("some", _("Reads a little")),
    ("none", _("Doesn't read")),
    ("declined", SPECIAL_ANSWERS["declined"]),
]


def answers(codes: Any) -> list[tuple[str, Any]]:
    """Choices with "not asked" first, "declined" and "unknown" last."""
    return [("", SPECIAL_ANSWERS[""]), *codes.choices(special=True)]


class PersonForm(VersionedForm):
    """Identity and coded facts of a person."""

    alias = forms.CharField(label=_("Known as"), max_length=120)
    pronouns = forms.CharField(label=_("Pronouns"), max_length=20, required=False)
    legal_name = forms.CharField(label=_("Legal name"), max_length=200, required=False)
    birth_date = forms.DateField(label=_("Date of birth"), required=False, widget=DateInput)
    birth_precision = forms.ChoiceField(
        label=_("How sure is it?"),
        choices=[("", SPECIAL_ANSWERS[""]), *Person.BirthPrecision.choices],
        required=False,
    )
    birth_year = forms.IntegerField(
        label=_("Year of birth, if no more is known"), required=False, min_value=1900, max_value=2100
    )
    gender = forms.ChoiceField(label=_("Gender"), required=False)
    citizenship = CodeField(COUNTRIES, list_id="countries", special=True, label=_("Citizenship"), required=False)
    preferred_language = CodeField(LANGUAGES, list_id="languages", label=_("Preferred language"), required=False)
    interpreter_needed = forms.BooleanField(label=_("Interpreter needed"), required=False)
    literacy = forms.ChoiceField(label=_("Reading"), choices=LITERACY, required=False)
    accessibility = forms.CharField(label=_("Accessibility needs"), max_length=500, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail address"), max_length=254, required=False)
    address = forms.CharField(label=_("Address"), max_length=500, required=False)
    identity_numbers = forms.CharField(label=_("Identity numbers"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gender"].choices = answers(GENDER)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        return blank_is_none(super().clean() or {}, *SEALED)

    def changes(self) -> dict[str, Any]:
        changed = super().changes()
        born = changed.get("birth_date")
        return changed | ({"birth_year": born.year} if born else {})
