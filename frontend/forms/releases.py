"""Declare a population, plan a release, say why it is stopped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from anonymized_exports.models import Cohort, Population
from anonymized_exports.pipeline import schema
from frontend.forms.acting import ActionForm, DateInput

WORKLOADS = {
    "basic": _("Short: one fact at a time, and gender by age"),
    "standard": _("Standard: also citizenship by country of exploitation, and what was reported by gender"),
    "wide": _("Wide: one- and two-way tables, for large populations"),
    "services": _("Services received, and days to the first, by gender, age and standing"),
    "unmet": _("Services that could not be had, by gender and standing"),
    "declined": _("Services that people declined, by gender and age"),
    "referrals": _("What became of referrals, and why not, by gender and age"),
    "equity": _("Who receives services: language, race and ethnicity, disability"),
}


def workload_choices() -> list[tuple[str, Any]]:
    """The lists of tables that ship with the product, with the smallest population each is for."""
    return [(name, _workload_words(schema.load(name))) for name in schema.WORKLOADS]


def _workload_words(workload: schema.Workload) -> Any:
    return format_lazy(
        _("{words} ({tables} tables, from {people} people)"),
        words=WORKLOADS.get(workload.name, workload.title),
        tables=len(workload.tables),
        people=f"{workload.smallest_population:,}",
    )


class PopulationForm(ActionForm):
    """Whom releases are about, in words and sizes that may be public."""

    name = forms.CharField(label=_("What are these people called?"), max_length=120)
    publisher = forms.CharField(label=_("Who publishes?"), max_length=200)
    at_least = forms.IntegerField(label=_("At least this many people"), min_value=1, max_value=100_000_000)
    at_most = forms.IntegerField(
        label=_("At most this many people"),
        min_value=1,
        max_value=100_000_000,
        help_text=_("Round and public. Estimate them; never count them for this."),
    )


class CohortForm(ActionForm):
    """Days of first consent, and how many people that is, in sizes that may be public."""

    first_from = forms.DateField(label=_("First yes from"), widget=DateInput)
    first_until = forms.DateField(label=_("and before"), widget=DateInput, help_text=_("This day is outside."))
    at_least = forms.IntegerField(label=_("At least this many people"), min_value=1, max_value=100_000_000)
    at_most = forms.IntegerField(
        label=_("At most this many people"),
        min_value=1,
        max_value=100_000_000,
        help_text=_("Round and public. Estimate them; never count them for this."),
    )


class OfCohort(forms.Form):
    """A choice of everybody or one cohort of the population."""

    cohorts: dict[str, Cohort]

    def offer(self, cohorts: Iterable[Cohort]) -> None:
        """Offer these; without any there is nothing to choose."""
        self.cohorts = {cohort.public_id: cohort for cohort in cohorts}
        if not self.cohorts:
            del self.fields["cohort"]
            return
        words = [(code, f"{one.first_from} – {one.last}") for code, one in self.cohorts.items()]
        self.fields["cohort"].choices = [("", _("Everybody")), *words]  # type: ignore[attr-defined]

    def chosen_cohort(self) -> Cohort | None:
        """The chosen one."""
        return self.cohorts.get(self.chosen)

    @property
    def chosen(self) -> str:
        """Its id; empty for everybody."""
        return getattr(self, "cleaned_data", {}).get("cohort", "")


class TryForm(OfCohort):
    """A release that isn't planned yet: which tables, for how much, about whom."""

    workload = forms.ChoiceField(label=_("Tables"), choices=workload_choices, initial="basic")
    epsilon = forms.FloatField(
        label=_("Privacy budget (ε)"), min_value=0.01, initial=1, widget=forms.NumberInput(attrs={"step": "0.01"})
    )
    cohort = forms.ChoiceField(label=_("About whom?"), required=False)

    def __init__(self, *args: Any, population: Population, cohorts: Iterable[Cohort], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(cohorts)
        most = population.lifetime_epsilon
        self.fields["epsilon"].validators.append(MaxValueValidator(most))


class PlanForm(ActionForm, OfCohort):
    """What is to be published, about whom, and for how much of the budget."""

    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("Public. No place smaller than a country."))
    workload = forms.ChoiceField(label=_("Tables"), choices=workload_choices, initial="basic", widget=forms.RadioSelect)
    epsilon = forms.FloatField(
        label=_("Privacy budget (ε)"),
        min_value=0.01,
        initial=1,
        widget=forms.NumberInput(attrs={"step": "0.01"}),
        help_text=_("Smaller protects better, larger is more precise. The table shows what it means."),
    )
    cutoff = forms.DateField(
        label=_("Count consents given up to"), widget=DateInput, help_text=_("At most 30 days ago.")
    )
    cohort = forms.ChoiceField(label=_("About whom?"), required=False)
    synthetic = forms.BooleanField(
        label=_("Add synthetic rows"),
        required=False,
        help_text=_(
            "Made-up rows whose counts are near the tables', for teaching and for trying out programs. They are made "
            "from the noisy tables alone and cost no further budget; no row is a person. They can't answer a "
            "question: what is rare is missing, and what no table crosses is put together by chance."
        ),
    )

    def __init__(self, *args: Any, population: Population, cohorts: Iterable[Cohort], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(cohorts)
        self.fields["cutoff"].initial = timezone.now().date()
        self.fields["epsilon"].max_value = population.lifetime_epsilon  # type: ignore[attr-defined]


class ReasonForm(ActionForm):
    """Why. It is public among the people who make and check releases."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("No names of people."),
    )


class WithdrawForm(ReasonForm):
    """Why a release is taken back. Everybody reads it."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Public: it stands where the release stood. No names of people, and nothing about anybody's case."),
    )
