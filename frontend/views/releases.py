"""Releases of statistics, for the people who plan, check and publish them."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from anonymized_exports import actions, refusals
from anonymized_exports.actions.approve import approvals_of
from anonymized_exports.lifecycle import APPROVERS_NEEDED, State
from anonymized_exports.models import Approval, Cohort, Population, Release
from casemgr.errors import NotFound
from frontend.forms.acting import posted
from frontend.forms.releases import WORKLOADS, PlanForm, PopulationForm
from frontend.packages import Package
from frontend.privacy_words import balance, meanings, right_of_100
from frontend.release_track import track

from .doors import WorkerRequest, door
from .figures import table_context, table_list

OFFICERS = ("plan_export", "approve_export", "veto_export")
# refusals that no other ε helps against: the page says what would
OF_THE_POOL = ("population_too_small", "too_few_organizations", "size_not_declared", "one_dominates", "cohort_open")
RUNNING_REFRESH_SECONDS = 5
STUCK_AFTER = datetime.timedelta(minutes=2)  # before that nobody is offered to start a run again


@door(*OFFICERS, methods=("GET",))
def releases(request: WorkerRequest) -> HttpResponse:
    """All releases, and what is left of each population's budget."""
    user = request.user
    populations = list(Population.objects.visible_to(user).order_by("name"))
    rows = Release.objects.visible_to(user).select_related("planned_by", "population")
    context = {
        "balances": [(population, balance(population)) for population in populations],
        "releases": rows.order_by("-planned_at"),
        "may_coordinate": user.can("view_mechanism"),
        "may_preview": user.can("preview_statistics"),
        "may_plan": user.can("plan_export"),
    }
    return render(request, "releases/list.html", context)


@door("plan_export")
def population_declare(request: WorkerRequest) -> HttpResponse:
    """Say whom releases are about."""
    form = PopulationForm(posted(request))
    if form.does(lambda values: actions.declare_population(by=request.user, **values)):
        messages.success(request, _("The population was declared. You can plan a release."))
        return redirect("releases")
    status = 422 if form.is_bound else 200
    return render(request, "releases/population.html", {"form": form}, status=status)


@door("plan_export")
def release_plan(request: WorkerRequest) -> HttpResponse:
    """Plan a release about the population; what could not be run today is refused at once."""
    population = Population.objects.visible_to(request.user).order_by("created_at").first()
    if population is None:
        return redirect("population_declare")
    cohorts = list(Cohort.objects.visible_to(request.user).filter(population=population).order_by("first_from"))
    form = PlanForm(posted(request), population=population, cohorts=cohorts)
    if form.does(lambda values: actions.plan(population, by=request.user, **values | {"cohort": form.chosen_cohort()})):
        return redirect("release", form.outcome.public_id)
    context = {
        "form": form,
        "population": population,
        "balance": balance(population),
        "meanings": meanings(population),
        "too_small": getattr(form.refusal, "reason", "") in OF_THE_POOL,
    }
    return render(request, "releases/plan.html", context, status=422 if form.is_bound else 200)


@door(*OFFICERS, methods=("GET",))
def release(request: WorkerRequest, release_id: str) -> HttpResponse:
    """One release: where it stands, what it costs, who agreed, and what can be done now."""
    return render(request, "releases/release.html", release_context(request, release_of(request, release_id)))


@door(*OFFICERS, methods=("GET",))
def release_progress(request: WorkerRequest, release_id: str) -> HttpResponse:
    """The moving part of a running release; the whole page again once it stopped running."""
    one = release_of(request, release_id)
    if not is_running(one):
        return redirect("release", release_id)
    return render(request, "releases/progress.html", {"release": one, "track": track(one)})


@door("veto_export", methods=("GET",))
def release_tables(request: WorkerRequest, release_id: str, table: str = "") -> HttpResponse:
    """The package before it is out, as researchers would see it. Each look is written down."""
    one = release_of(request, release_id)
    package = Package(actions.review(one, by=request.user))
    context: dict[str, Any] = {"release": one, "tables": table_list(package)}
    if table:
        context |= table_context(request, package, table)
    return render(request, "releases/table.html" if table else "releases/tables.html", context)


def release_of(request: WorkerRequest, release_id: str) -> Release:
    """The release with this public id. Errors: NotFound."""
    rows = Release.objects.visible_to(request.user).select_related("population", "cohort", "planned_by", "released_by")
    one = rows.filter(public_id=release_id).first()
    if one is None:
        raise NotFound()
    return one


def release_context(request: WorkerRequest, one: Release) -> dict[str, Any]:
    """What the page of a release says."""
    words = Approval.objects.visible_to(request.user).filter(release=one)
    spoken = list(words.select_related("by__organization").order_by("at"))
    entry = getattr(one, "ledger_entry", None)
    return {
        "release": one,
        "track": track(one),
        "workload": WORKLOADS.get(one.workload, one.workload),
        "running": is_running(one),
        "problem": refusals.text(one.problem),
        "spoken": spoken,
        "missing": max(0, APPROVERS_NEEDED - approvals_of(one)),
        "entry": entry,
        "right": right_of_100(entry.rho) if entry else None,
        "can": possible(request.user, one, spoken),
        "refresh": RUNNING_REFRESH_SECONDS,
    }


def is_running(one: Release) -> bool:
    """Whether a worker was asked and has neither finished nor been refused."""
    return one.can_run and one.requested_at is not None and not one.problem


def _seems_stuck(one: Release) -> bool:
    return one.requested_at is not None and one.requested_at < timezone.now() - STUCK_AFTER


def possible(user: Any, one: Release, spoken: list[Approval]) -> dict[str, bool]:
    """Which buttons this person gets now."""
    plans, approves, stops = user.can("plan_export"), user.can("approve_export"), user.can("veto_export")
    has_spoken = any(word.by_id == user.pk for word in spoken)
    is_own = user.organization_id is None or one.planned_by.organization_id == user.organization_id
    waiting = one.state == State.PACKAGED
    return {
        "start": plans and one.can_run and not is_running(one),
        "restart": plans and is_running(one) and _seems_stuck(one),
        "review": stops and bool(one.package_sha256),
        "approve": approves and waiting and not is_own and not has_spoken,
        "veto": stops and one.state in (State.PACKAGED, State.APPROVED),
        "publish": plans and one.state == State.APPROVED,
        "withdraw": plans and one.state == State.RELEASED,
        "cancel": plans and (one.can_run or one.state in (State.PACKAGED, State.APPROVED)),
    }
