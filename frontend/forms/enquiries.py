"""An enquiry before any consent, and its answer: codes alone, both ways."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from cases.codelists.countries import REGIONS
from cases.codelists.languages import LANGUAGES
from cases.codelists.services import SERVICES
from cases.models import Case
from frontend.forms.acting import ActionForm, DateInput
from frontend.forms.codes import CodeField
from frontend.forms.referrals import StepForm
from referrals.codes import AgeBand
from referrals.enquiring import askable
from referrals.enquiry_codes import NEEDS, WHOM, Answer, Refusal, Stands, Together
from referrals.models import EnquiryAnswer

NOT_SAID = ("", _("Not said"))


class AskForm(ActionForm):
    """Everything that leaves, and to whom."""

    service_code = forms.ChoiceField(label=_("Service"), choices=lambda: [("", _("Choose …")), *SERVICES.choices()])
    receivers = forms.MultipleChoiceField(label=_("Whom to ask"), widget=forms.CheckboxSelectMultiple)
    together = forms.ChoiceField(label=_("How many people"), choices=Together.choices, initial=Together.ONE)
    whom = forms.ChoiceField(label=_("For whom"), choices=lambda: [NOT_SAID, *WHOM.items()], required=False)
    age_band = forms.ChoiceField(label=_("Age"), choices=[NOT_SAID, *AgeBand.choices], required=False)
    language = CodeField(LANGUAGES, list_id="languages", label=_("Language"), required=False)
    interpreter_needed = forms.BooleanField(label=_("Needs an interpreter"), required=False)
    region = forms.ChoiceField(label=_("Region"), choices=lambda: [NOT_SAID, *REGIONS.choices()], required=False)
    needs = forms.MultipleChoiceField(
        label=_("Also needed"),
        choices=lambda: list(NEEDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Only what they must know to say whether they can. Each one makes it easier to guess who is meant."
        ),
    )
    stands = forms.ChoiceField(
        label=_("How long may they answer?"), choices=Stands.choices, initial=Stands.DAY, widget=forms.RadioSelect
    )
    warned = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, user: User, service: str, case: Case | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.askable = {one.public_id: one for one in askable(service, user, case=case)} if service else {}
        names = [(public_id, one.name) for public_id, one in self.askable.items()]
        self.fields["receivers"].choices = names  # type: ignore[attr-defined]

    def question(self) -> dict[str, Any]:
        """What the action wants, once it is valid."""
        return {name: self.cleaned_data[name] for name in EnquiryAnswer.QUESTION}

    def warn(self, language: str, age: str) -> None:
        """Let the form that goes back say that a warning about just these two was shown."""
        if self.is_bound:
            self.sees("warned", f"{language}|{age}")
        else:
            self.initial["warned"] = f"{language}|{age}"

    @property
    def alike(self) -> tuple[str, str]:
        """The language and the age that are said, which together may tell who is meant."""
        return self.cleaned_data.get("language", ""), self.cleaned_data.get("age_band", "")


class EnquiryAnswerForm(StepForm):
    """Yes or maybe until a day, or a coded no."""

    answer = forms.ChoiceField(label=_("Could you?"), choices=Answer.choices, widget=forms.RadioSelect)
    until = forms.DateField(
        label=_("Until which day does that hold?"),
        required=False,
        widget=DateInput,
        help_text=_("For yes and maybe. It binds you to nothing: a referral follows, and you accept or decline it."),
    )
    reason = forms.ChoiceField(
        label=_("Why not?"),
        choices=[("", _("For a no: choose …")), *Refusal.choices],
        required=False,
    )
