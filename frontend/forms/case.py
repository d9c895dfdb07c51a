"""Stage, safety and follow-up of a case; filters of the list; who works on it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import Team, User
from cases.actions.life import open_stages
from cases.codelists.languages import LANGUAGES
from cases.models import Case, Flag
from cases.seeing import colleagues
from frontend.forms.acting import ActionForm, DateInput
from frontend.forms.versioned import VersionedForm

RISKS = [("", _("Not assessed")), *Case.Risk.choices]
ANY = ("", _("Any"))


class CaseForm(VersionedForm):
    """Where the work stands. Closing and reopening have pages of their own."""

    beside = ("reason",)

    status = forms.ChoiceField(label=_("Stage"), choices=Case.Status.choices)
    risk = forms.ChoiceField(label=_("Safety"), choices=RISKS, required=False, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why the safety level changes"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    next_follow_up = forms.DateField(label=_("Next follow-up"), required=False, widget=DateInput)

    def __init__(self, data: Any = None, *, row: Any, **kwargs: Any) -> None:
        super().__init__(data, row=row, **kwargs)
        names = dict(Case.Status.choices)
        self.fields["status"].choices = [(code, names[code]) for code in open_stages(row)]  # type: ignore[attr-defined]


def case_workers(user: User) -> Any:
    """Colleagues whose role works with cases, by name."""
    return colleagues(user)


class CaseFilters(forms.Form):
    """What narrows the list. Codes and random ids only: these stand in the address."""

    view = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    safety = forms.ChoiceField(label=_("Safety level"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    worker = forms.ChoiceField(label=_("Caseworker"), required=False)
    team = forms.ChoiceField(label=_("Team"), required=False)
    flag = forms.ChoiceField(label=_("Flag"), required=False)

    def __init__(self, data: Any, *, user: User, languages: list[str]) -> None:
        super().__init__(data)
        self.user = user
        spoken = sorted(((tag, LANGUAGES.label(tag)) for tag in languages), key=lambda pair: str(pair[1]))
        choices: dict[str, list[tuple[str, Any]]] = {
            "stage": list(Case.Status.choices),
            "safety": [*Case.Risk.choices, ("none", _("Not assessed"))],
            "language": spoken,
            "flag": [("any", _("With any flag")), *Flag.Kind.choices],
            "worker": [(w.public_id, w.name) for w in case_workers(user)],
            "team": [(str(team.pk), team.name) for team in user.home.teams.order_by("name")],
        }
        for name, some in choices.items():
            self.fields[name].choices = [ANY, *some]  # type: ignore[attr-defined]
        if not choices["team"]:
            del self.fields["team"]


class ColleagueForm(ActionForm):
    """A colleague who works with cases."""

    to = forms.ModelChoiceField(
        label=_("Colleague"), queryset=User.objects.none(), to_field_name="public_id", empty_label=_("Choose …")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = case_workers(user)  # type: ignore[attr-defined]


class CaseTeamForm(ActionForm):
    """The team a case belongs to."""

    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("No team")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = user.teams if user.role_data.scope == "team" else user.home.teams
        self.fields["team"].queryset = teams.order_by("name")  # type: ignore[attr-defined]
