"""Who the person is. Everything optional; declined, unknown and not asked are told apart."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.questions import QUESTIONS
from cases.codelists.base import SPECIAL_ANSWERS
from cases.codelists.countries import COUNTRIES
from cases.codelists.htcds_person import EDUCATION, MARITAL_STATUS
from cases.codelists.languages import LANGUAGES
from cases.codelists.local import GENDER
from cases.models import Interpreter, Person
from cases.other_calendars import read
from cases.sensitive import DISABILITY, ETHNICITY, IMMIGRATION, IN_WORDS
from frontend.forms.acting import DateInput, blank_is_none
from frontend.forms.codes import CodeField
from frontend.forms.said_dates import SaidDateField
from frontend.forms.versioned import VersionedForm

SEALED = (
    "legal_name",
    "birth_said",
    "phone",
    "email",
    "address",
    "identity_numbers",
    "accessibility",
    "religion",
    "orientation",
)
TICKS = forms.CheckboxSelectMultiple
CODED = {
    "gender": GENDER,
    "marital_status": MARITAL_STATUS,
    "education": EDUCATION,
    "immigration_status": IMMIGRATION,
}
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
        label=_("How sure is the birth date?"),
        choices=[("", SPECIAL_ANSWERS[""]), *Person.BirthPrecision.choices],
        required=False,
    )
    birth_year = forms.IntegerField(
        label=_("Year of birth, if no more is known"), required=False, min_value=1900, max_value=2100
    )
    birth_said = SaidDateField(
        label=_("Said in another calendar"),
        required=False,
        max_length=40,
        help_text=_("Kept as it was said; day or year of birth are worked out. Year first: 1988-09-03, or 1988 alone."),
    )
    gender = forms.ChoiceField(label=_("Gender"), required=False)
    citizenship = CodeField(COUNTRIES, list_id="countries", special=True, label=_("Citizenship"), required=False)
    preferred_language = CodeField(LANGUAGES, list_id="languages", label=_("Preferred language"), required=False)
    interpreter_needed = forms.BooleanField(label=_("Interpreter needed"), required=False)
    interpreter_gender = forms.ChoiceField(
        label=_("Gender of the interpreter that they wish for"),
        choices=[("", _("No wish, or not asked")), *Interpreter.Gender.choices],
        required=False,
    )
    literacy = forms.ChoiceField(label=_("Reading"), choices=LITERACY, required=False)
    accessibility = forms.CharField(label=_("Accessibility needs"), max_length=500, required=False)
    secondary_language = CodeField(LANGUAGES, list_id="languages", label=_("Second language"), required=False)
    marital_status = forms.ChoiceField(label=_("Marital status"), required=False)
    education = forms.ChoiceField(label=_("Highest education"), required=False)
    children = forms.IntegerField(label=_("Number of children"), required=False, min_value=0, max_value=40)
    ethnicities = forms.MultipleChoiceField(
        label=QUESTIONS["ethnicities"], choices=ETHNICITY.choices(special=True), required=False, widget=TICKS
    )
    immigration_status = forms.ChoiceField(label=QUESTIONS["immigration_status"], required=False)
    disabilities = forms.MultipleChoiceField(
        label=_("Difficulty with"), choices=DISABILITY.choices(special=True), required=False, widget=TICKS
    )
    religion = forms.CharField(label=QUESTIONS["religion"], max_length=100, required=False)
    orientation = forms.CharField(label=QUESTIONS["orientation"], max_length=100, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail address"), max_length=254, required=False)
    address = forms.CharField(label=_("Address"), max_length=500, required=False)
    identity_numbers = forms.CharField(label=_("Identity numbers"), max_length=500, required=False)

    declined = forms.MultipleChoiceField(
        label=_("Asked, and declined to answer"), choices=list(IN_WORDS.items()), required=False, widget=TICKS
    )
    unknown = forms.MultipleChoiceField(
        label=_("Asked, and the person doesn't know"), choices=list(IN_WORDS.items()), required=False, widget=TICKS
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, codes in CODED.items():
            self.fields[name].choices = answers(codes)  # type: ignore[attr-defined]
        self.unasked = [name for name in QUESTIONS if name not in self.row.organization.asked]
        for name in self.unasked:
            del self.fields[name]
        for name in ("declined", "unknown"):
            asked = [(field, label) for field, label in IN_WORDS.items() if field not in self.unasked]
            self.fields[name].choices = asked  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        self._refuse_two_days(values)
        return blank_is_none(values, *(name for name in SEALED if name in values))

    def changes(self) -> dict[str, Any]:
        changed = super().changes()
        if said := changed.get("birth_said"):
            changed |= self._born(said)
        born = changed.get("birth_date")
        return changed | ({"birth_year": born.year} if born else {})

    def _born(self, said: str) -> dict[str, Any]:
        """What a date said in another calendar is in ours; how sure it is, unless somebody says so."""
        day, year = read(said).born
        typed = self.cleaned_data["birth_date"] if "birth_date" in self.changed_data else None
        sure = Person.BirthPrecision.EXACT if typed or day else Person.BirthPrecision.ESTIMATED
        sure = self.cleaned_data["birth_precision"] or sure
        return {"birth_date": typed or day, "birth_year": year, "birth_precision": sure}

    def _refuse_two_days(self, values: dict[str, Any]) -> None:
        """A day that was typed now lies within what was said."""
        day, said = values.get("birth_date"), values.get("birth_said")
        if not day or not said or "birth_date" not in self.changed_data:
            return
        first, last = read(said).days
        if not first <= day <= last:
            self.add_error(
                "birth_said",
                _("This is another day than the date of birth above. Correct one of the two, or clear it."),
            )
