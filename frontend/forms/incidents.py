"""People found together: the incident, a row by number, and asking each person in private."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from cases.codelists.countries import COUNTRIES
from cases.codelists.languages import LANGUAGES
from cases.codelists.local import IDENTIFICATION_SETTING
from cases.codelists.shelter import AGE_BAND, HELP_GIVEN, SEX_SEEN, URGENT_NEED
from cases.models import Authority, Incident, IncidentRow
from frontend.forms.acting import ActionForm, blank_is_none
from frontend.forms.case import case_workers
from frontend.forms.codes import CodeField
from frontend.forms.register import RegisterForm

NOT_SAID = [("", _("Not said"))]


class IncidentForm(ActionForm):
    """What happened, as coarse as it is known."""

    kind = forms.ChoiceField(label=_("What it was"), choices=Incident.Kind.choices, widget=forms.RadioSelect)
    happened = forms.CharField(
        label=_("When"),
        max_length=10,
        required=False,
        help_text=_("A year, a month or a day: 2019, 2019-05, 2019-05-02."),
    )
    country = CodeField(COUNTRIES, list_id="countries", label=_("Country"), required=False)
    region = forms.CharField(
        label=_("Region"), max_length=6, required=False, help_text=_("Its code, such as TH-50. Never an address.")
    )
    setting = forms.ChoiceField(
        label=_("Where people were identified"), choices=[*NOT_SAID, *IDENTIFICATION_SETTING.choices()], required=False
    )
    authority = forms.ModelChoiceField(
        label=_("Authority that was there"),
        queryset=Authority.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("None"),
    )
    expected = forms.IntegerField(label=_("How many people"), min_value=1, max_value=500, required=False)
    words = forms.CharField(
        label=_("What helpers must know"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Nothing about one person: each has a case of their own."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["authority"]
        field.queryset = Authority.objects.visible_to(user).filter(ended_at=None)
        field.label_from_instance = lambda one: one.name

    def clean(self) -> dict[str, Any]:
        return blank_is_none(super().clean() or {}, "words")


class SeenForm(ActionForm):
    """What is seen of somebody who wasn't asked yet. Nothing has to be said."""

    sex = forms.ChoiceField(label=_("Sex"), choices=[*NOT_SAID, *SEX_SEEN.choices()], required=False)
    age_band = forms.ChoiceField(label=_("Age, about"), choices=[*NOT_SAID, *AGE_BAND.choices()], required=False)
    language = CodeField(LANGUAGES, list_id="languages", label=_("Language"), required=False)
    urgent = forms.ChoiceField(label=_("Urgent"), choices=[*NOT_SAID, *URGENT_NEED.choices()], required=False)


class ChangeSeenForm(SeenForm):
    """The same over a row; its version travels with the page."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: IncidentRow, **kwargs: Any) -> None:
        names = ("sex", "age_band", "language", "urgent", "version")
        kwargs["initial"] = {name: getattr(row, name) for name in names}
        super().__init__(*args, **kwargs)


class CountForm(ActionForm):
    """Numbers for wristbands, before anything is known."""

    count = forms.IntegerField(label=_("How many numbers"), min_value=1, max_value=500)


class HelperForm(ActionForm):
    """A colleague who helps."""

    user = forms.ModelChoiceField(
        label=_("Colleague"), queryset=User.objects.none(), to_field_name="public_id", empty_label=_("Choose …")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = [one.pk for one in case_workers(user) if one.can("register_person") and one.pk != user.pk]
        self.fields["user"].queryset = case_workers(user).filter(pk__in=able)  # type: ignore[attr-defined]


class PrivateForm(RegisterForm):
    """Registration of one person of an incident, alone with whoever asks."""

    private = forms.BooleanField(
        label=_("We are alone: nobody of the group, no officer and no employer hears this"), required=False
    )

    def __init__(self, *args: Any, user: User, row: IncidentRow, **kwargs: Any) -> None:
        risk = "urgent" if row.urgent in ("danger", "child_alone") else ""
        kwargs["initial"] = {"preferred_language": row.language, "risk": risk}
        super().__init__(*args, user=user, **kwargs)
        if row.language:
            self.fields["language"].initial = row.language


class AnswerForm(ActionForm):
    """No record: what help was given all the same."""

    private = forms.BooleanField(label=_("They were asked alone"), required=False)
    helped = forms.MultipleChoiceField(
        label=_("Help given all the same"),
        choices=HELP_GIVEN.choices(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
