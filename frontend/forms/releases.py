"""Declare a population, plan a release, say why it is stopped."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from anonymized_exports.models import Population
from anonymized_exports.pipeline import schema
from frontend.forms.acting import ActionForm, DateInput

WORKLOADS = {
    "basic": _("Short: one fact at a time, and gender by age"),
    "standard": _("Standard: also citizenship by country of exploitation, and what was reported by gender"),
    "wide": _("Wide: one- and two-way tables, for large populations"),
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


class PlanForm(ActionForm):
    """What is to be published, and for how much of the budget."""

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

    def __init__(self, *args: Any, population: Population, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
