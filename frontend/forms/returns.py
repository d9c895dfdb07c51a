"""The steps of a voluntary return. Each carries the version it was read at."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from cases.codelists.languages import LANGUAGES
from cases.models import Consent, Guardian, ReturnRisk, VoluntaryReturn
from frontend.forms.acting import ActionForm, DateInput, blank_is_none
from frontend.forms.appointments import interpreter_field, offer_interpreters
from frontend.forms.codes import CodeField
from frontend.forms.crisis import lines
from frontend.forms.looked import LookedForm
from referrals.models import Referral


class ConsiderForm(ActionForm):
    """The first thought of it."""

    destination = forms.CharField(label=_("Where to"), max_length=300)
    wish = lines(_("What the person wants, in their words"))

    def clean(self) -> dict[str, Any]:
        return blank_is_none(super().clean() or {}, "wish")


class StepForm(ActionForm):
    """A step over a return as it was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, one: VoluntaryReturn, user: User, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(one, name) for name in self.base_fields if hasattr(one, name)}
        super().__init__(*args, **kwargs)
        self.one, self.user = one, user

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        texts = [name for name, field in self.fields.items() if isinstance(field.widget, forms.Textarea)]
        return blank_is_none(values, *texts)


class DecideForm(LookedForm, StepForm):
    """The person decided: how they were told, and what a child's decision stands on."""

    language = CodeField(LANGUAGES, list_id="languages", label=_("Language of the talk"))
    interpreter = interpreter_field()
    alternatives_told = forms.BooleanField(label=_("Other ways were told: staying, another place"), required=False)
    alternatives = lines(_("Which other ways"))
    teach_back = forms.BooleanField(label=_("The person said it back in their own words"), required=False)
    wish = lines(_("What the person wants, in their words"))
    basis = forms.ChoiceField(
        label=_("On what it stands"), help_text=_("A child's return: a best-interests decision."), required=False
    )
    guardian = forms.ModelChoiceField(
        label=_("Guardian"),
        queryset=Guardian.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("None"),
    )
    best_interests = lines(_("Who decided, and why"), _("Needed for a child, with what the child says."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.one.case.person
        self.initial["language"] = self.one.language or person.preferred_language
        guardians = Guardian.objects.visible_to(self.user).filter(person=person, barred_at=None)
        self.fields["guardian"].queryset = guardians  # type: ignore[attr-defined]
        self.fields["guardian"].label_from_instance = lambda one: one.name  # type: ignore[attr-defined]
        self.fields["basis"].choices = [("", _("The person's own consent")), *_others()]  # type: ignore[attr-defined]
        offer_interpreters(self.fields["interpreter"], person, self.user)


def _others() -> list[tuple[str, Any]]:
    return [(code, label) for code, label in Consent.Basis.choices if code != Consent.Basis.CONSENT]


class PrepareForm(StepForm):
    """What the journey needs."""

    documents = lines(_("Documents: needed, and there"))
    escort = forms.CharField(label=_("Who goes along"), max_length=500, required=False)
    travel_on = forms.DateField(label=_("Day of travel"), required=False, widget=DateInput)
    receiving = lines(_("Who receives the person there"), most=500)
    referral = forms.ChoiceField(label=_("Referral to them"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Referral.objects.visible_to(self.user).about(self.one.case).select_related("receiver")
        choices = [(one.public_id, one.receiver.name) for one in found.order_by("-created_at")[:20]]
        self.fields["referral"].choices = [("", _("None")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        return blank_is_none(super().clean(), "escort")


class DepartForm(StepForm):
    """The journey begins."""

    travel_on = forms.DateField(label=_("Day of travel"), widget=DateInput)


class ArriveForm(StepForm):
    """The person is there, as somebody knows."""

    arrived_on = forms.DateField(label=_("Arrived on"), widget=DateInput)
    arrival = lines(_("How the arrival is known"), most=1000)


class FinishForm(StepForm):
    """The year is over, or why it ends before."""

    stopped_why = lines(_("Why it ends early"), _("Only if less than a year went by since the arrival."), most=1000)


class StopForm(StepForm):
    """The person doesn't go."""

    stopped_why = lines(_("Why it was stopped"), _("The person's word is reason enough."), required=True, most=1000)


class EmbassyForm(StepForm):
    """The person said that the embassy may be asked."""

    words = lines(_("What the person said"), _("About papers, and what must not be told."), required=True, most=1000)


class RiskForm(ActionForm):
    """What awaits the person there."""

    who_may_find = lines(_("Who may find the person, and how"), required=True)
    debts = lines(_("Debts, and who would ask for them"), required=True)
    family = lines(_("Family: who is glad, who isn't"), required=True)
    again = lines(_("Danger of being exploited again"), required=True)
    measures = lines(_("What makes it safer"))

    def parts(self) -> dict[str, Any]:
        """What was written, by part."""
        return {name: self.cleaned_data[name] for name in ReturnRisk.PARTS}


FORMS: dict[str, type[StepForm]] = {
    "decide": DecideForm,
    "prepare": PrepareForm,
    "depart": DepartForm,
    "arrive": ArriveForm,
    "finish": FinishForm,
    "stop": StopForm,
}
HEADINGS: dict[str, Any] = {
    "decide": _("The person decided to go"),
    "prepare": _("The journey is prepared"),
    "depart": _("The journey begins"),
    "arrive": _("The person arrived"),
    "finish": _("The follow-up is over"),
    "stop": _("The person doesn't go"),
}
