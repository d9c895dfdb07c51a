"""Register a person: search first, then one page. Only the answer on keeping a record must be given."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from cases.actions.register import StoreConsent
from cases.codelists.languages import LANGUAGES
from cases.models import Case
from frontend.forms.acting import DateInput
from frontend.forms.codes import CodeField
from frontend.forms.consents import ConsentForm
from frontend.forms.contact import ContactFields, contact_values
from frontend.forms.late import late_field

CONSENT = ("decision", "method", "ends_on", "language", "basis", "witness", "note", "read_back")
MINIMUM = ("alias", "phone", "preferred_language", "interpreter_needed", "risk", "channel", "if_someone_else")
MORE_CONTACT = ("hours", "who_may_answer", "code_word", "may_call", "may_text", "may_voicemail", "may_email")


class SearchFirst(forms.Form):
    """What a person may already be known by."""

    alias = forms.CharField(
        label=_("Known as"),
        max_length=120,
        required=False,
        help_text=_("Any name the person chose. It needn't be a real one."),
    )
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)


class RegisterForm(ContactFields, ConsentForm):
    """The whole registration on one page. Choices not made stay "not asked".

    `looked` says of which words it was looked whether they mean somebody known.
    """

    looked = ""

    alias = forms.CharField(
        label=_("Known as"), max_length=120, required=False, help_text=_("Left empty: “Not named”.")
    )
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    preferred_language = CodeField(LANGUAGES, list_id="languages", label=_("Preferred language"), required=False)
    interpreter_needed = forms.BooleanField(label=_("Interpreter needed"), required=False)
    risk = forms.ChoiceField(
        label=_("Urgency"),
        choices=[*Case.Risk.choices, ("", _("Not assessed"))],
        required=False,
        widget=forms.RadioSelect,
        initial="",
    )

    opened_on = forms.DateField(label=_("Day of the talk, if it wasn't today"), widget=DateInput, required=False)
    late_reason = late_field()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, language=user.language, **kwargs)
        self.fields["ends_on"].label = _("Keep the record until")

    def part(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        """Some of the fields, in this order."""
        return [self[name] for name in names]

    @property
    def short_consent(self) -> list[forms.BoundField]:
        """What is always asked about consent."""
        return self.part(CONSENT[:4])

    @property
    def child_consent(self) -> list[forms.BoundField]:
        """Who else decided, for children and guardians."""
        return self.part(CONSENT[4:])

    @property
    def minimum(self) -> list[forms.BoundField]:
        """The person, and how to reach them."""
        return self.part(MINIMUM)

    @property
    def more_contact(self) -> list[forms.BoundField]:
        """What else is good to know about contact."""
        return self.part(MORE_CONTACT)

    @property
    def later(self) -> list[forms.BoundField]:
        """When it was, for what was written on paper first."""
        return self.part(("opened_on", "late_reason"))

    def given(self) -> dict[str, Any]:
        """What the action `register` takes."""
        values = self.cleaned_data
        person = {name: values[name] for name in ("preferred_language", "interpreter_needed")}
        person["alias"] = values["alias"] or gettext("Not named")
        if values["phone"]:
            person["phone"] = values["phone"]
        consent = StoreConsent(**{name: values[name] for name in CONSENT})
        return {
            "person": person,
            "consent": consent,
            "safe_contact": contact_values(values),
            "risk": values["risk"],
            "opened_on": values["opened_on"],
            "late_reason": values["late_reason"],
        }
