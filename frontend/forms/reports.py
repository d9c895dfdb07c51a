"""Narrow a report, take it out, keep it; projects, trainings and how the organization counts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from cases.catalogue import offered
from cases.models import Case, Project, ReportRules, Training
from frontend.forms.acting import ActionForm, DateInput
from frontend.forms.versioned import VersionedForm


class ExactForm(ActionForm):
    """Why the exact numbers have to leave, and in what form."""

    form = forms.ChoiceField(
        label=_("As"), choices=[("csv", _("Table (CSV)")), ("xlsx", _("Spreadsheet (Excel)"))], widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Why the exact numbers have to leave"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example the contract that asks for them. It stands in the audit trail. No names of people."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].initial = "csv"


class SaveReportForm(ActionForm):
    """A name for a report."""

    name = forms.CharField(label=_("Name of the report"), max_length=60, help_text=_("Not a person's name."))
    shared = forms.BooleanField(label=_("Show it to everybody in the organization"), required=False)


class ProjectForm(ActionForm):
    """Who pays, from when until when, for what."""

    name = forms.CharField(label=_("Name of the project"), max_length=100)
    funder = forms.CharField(label=_("Funder"), max_length=100, required=False)
    starts_on = forms.DateField(label=_("First day"), widget=DateInput)
    ends_on = forms.DateField(label=_("Last day"), widget=DateInput, required=False)
    services = forms.MultipleChoiceField(
        label=_("Services it pays for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Recorded under this project unless somebody says otherwise."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["services"].choices = offered(user.home)  # type: ignore[attr-defined]


class ProjectChangeForm(VersionedForm, ProjectForm):
    """The same, over a project that others may change meanwhile."""


class CountedForm(ActionForm):
    """Among whom a case is counted, and who pays for its services by default."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Counted as"), choices=Case.Kind.choices, widget=forms.RadioSelect)
    project = forms.ModelChoiceField(
        label=_("Project that pays by default"),
        queryset=Project.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("As usual for each service"),
    )

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any) -> None:
        usual = case.project.public_id if case.project else ""
        initial = {"version": case.version, "kind": case.kind, "project": usual}
        super().__init__(*args, **kwargs | {"initial": initial})
        offer_projects(self.fields, user, chosen=case.project_id)


class TrainingForm(ActionForm):
    """People taught, who are nobody's cases."""

    audience = forms.ChoiceField(label=_("Who was taught"), choices=Training.Audience.choices, widget=forms.RadioSelect)
    held_on = forms.DateField(label=_("Date"), widget=DateInput)
    people = forms.IntegerField(label=_("How many people"), min_value=1, max_value=100_000)
    minutes = forms.IntegerField(label=_("Minutes"), initial=60, min_value=1, max_value=32_000)
    project = forms.ModelChoiceField(
        label=_("Paid by"),
        queryset=Project.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("No project"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_on"].initial = today(user.home)
        offer_projects(self.fields, user)


class RulesForm(ActionForm):
    """How the organization counts."""

    least = forms.IntegerField(
        label=_("Fewest people that a number may tell of"),
        min_value=5,
        max_value=100,
        help_text=_("What leaves the organization is withheld below it. 10 is usual."),
    )
    first_month = forms.TypedChoiceField(
        label=_("Years begin with"), choices=list(MONTHS.items()), coerce=int, help_text=_("Quarters follow it.")
    )

    def __init__(self, *args: Any, rules: ReportRules, **kwargs: Any) -> None:
        usual = {"least": rules.least, "first_month": rules.first_month}
        super().__init__(*args, **kwargs | {"initial": usual})


def offer_projects(fields: dict[str, Any], user: User, *, chosen: Any = None) -> None:
    """Let the projects that run today, or the one `chosen` before (its key), be chosen; no question where none does."""
    every = Project.objects.visible_to(user)
    running = (every.running_on(today(user.home)) | every.filter(pk=chosen)).order_by("name")
    if not running.exists():
        del fields["project"]
        return
    fields["project"].queryset = running
    fields["project"].label_from_instance = lambda project: project.name
