"""The privacy ledger: what is spent and left, what a planned release would mean, and what a small pool can do."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from anonymized_exports import actions, budget
from anonymized_exports.models import Cohort, LedgerEntry, Population
from anonymized_exports.pipeline import schema
from casemgr.accounts.models import Family
from frontend.forms.acting import posted
from frontend.forms.releases import WORKLOADS, CohortForm, TryForm
from frontend.release_costs import comparison, cost, lines, standings

from .doors import WorkerRequest, door

OFFICERS = ("plan_export", "approve_export", "veto_export")


@door(*OFFICERS, methods=("GET",))
def release_budget(request: WorkerRequest) -> HttpResponse:
    """The ledger of the population; with `workload` and `epsilon` in the address, what such a release would mean."""
    population = _population(request)
    if population is None:
        return redirect("releases")
    cohorts = _cohorts(request, population)
    entries = LedgerEntry.objects.visible_to(request.user).filter(population=population)
    form = TryForm(request.GET if "epsilon" in request.GET else None, population=population, cohorts=cohorts)
    tried, cohort = None, None
    if form.is_valid():
        cohort = form.chosen_cohort()
        tried = cost(population, form.cleaned_data["workload"], form.cleaned_data["epsilon"], cohort)
    context = {
        "population": population,
        "standings": standings(population, cohorts),
        "lines": lines(population, list(entries.select_related("release", "cohort").order_by("reserved_at"))),
        "form": form,
        "tried": tried,
        "workload_words": WORKLOADS.get(tried.workload, tried.workload) if tried else "",
        "costs": [(WORKLOADS.get(one.workload, one.workload), one) for one in comparison(population, cohort)],
        "may_plan": request.user.can("plan_export"),
    }
    return render(request, "releases/budget.html", context, status=422 if form.is_bound and not tried else 200)


@door(*OFFICERS, methods=("GET",))
def release_pool(request: WorkerRequest) -> HttpResponse:
    """Whether the pool is large enough for each list of tables, why not, and what would make it so."""
    population = _population(request)
    if population is None:
        return redirect("releases")
    cohorts = _cohorts(request, population)
    lists = [schema.load(name) for name in schema.WORKLOADS]
    context = {
        "population": population,
        "lists": [
            (WORKLOADS.get(one.name, one.title), one, population.at_least >= one.smallest_population) for one in lists
        ],
        "families": [_family(family) for family in sorted({one.family for one in lists})],
        "cohorts": cohorts,
        "fewest": budget.FEWEST_ORGANIZATIONS,
        "smallest": min(one.smallest_population for one in lists),
        "may_plan": request.user.can("plan_export"),
    }
    return render(request, "releases/pool.html", context)


@door("plan_export")
def cohort_declare(request: WorkerRequest) -> HttpResponse:
    """Set days of first consent apart, for ever."""
    population = _population(request)
    if population is None:
        return redirect("releases")
    form = CohortForm(posted(request))
    if form.does(lambda values: actions.declare_cohort(population, by=request.user, **values)):
        messages.success(request, _("The cohort was declared."))
        return redirect("release_budget")
    context = {"form": form, "cohorts": _cohorts(request, population)}
    return render(request, "releases/cohort.html", context, status=422 if form.is_bound else 200)


def _population(request: WorkerRequest) -> Population | None:
    return Population.objects.visible_to(request.user).order_by("created_at").first()


def _cohorts(request: WorkerRequest, population: Population) -> list[Cohort]:
    return list(Cohort.objects.visible_to(request.user).filter(population=population).order_by("first_from"))


def _family(family: str) -> dict[str, object]:
    sizes = budget.agreed(family, timezone.now().date())
    declared = [size for size in sizes.values() if size is not None]
    return {
        "label": Family(family).label,
        "organizations": len(sizes),
        "enough": len(sizes) >= budget.FEWEST_ORGANIZATIONS,
        "declared": len(declared) == len(sizes),
        "none_dominates": bool(declared) and max(declared) <= budget.LARGEST_SHARE * sum(declared),
    }
