"""Say whom releases are about, plan one, or drop it."""

import datetime
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from anonymized_exports import budget, events, permissions
from anonymized_exports.lifecycle import Event
from anonymized_exports.models import Cohort, Population, Release
from anonymized_exports.pipeline import protect, schema
from anonymized_exports.pipeline.errors import WorkloadRefused
from anonymized_exports.refusals import ExportRefused
from casemgr.accounts.models import User
from casemgr.audit import trail
from casemgr.errors import InvalidInput

MOST_ROWS = 200_000  # synthetic ones, by the declared bound: a package is built in one process's memory


@transaction.atomic
def declare_population(*, name: str, publisher: str, at_least: int, at_most: int, by: User) -> Population:
    """Declare the people behind the door in public terms. There is one population a door."""
    permissions.require_can_plan(by)
    if not 0 < at_least <= at_most:
        raise InvalidInput(_("Give two sizes, the smaller one first."), field="at_least")
    if Population.objects.unscoped("one a door").filter(source=Population.Source.POPULATION_V1).exists():
        raise InvalidInput(_("These people are declared already; another name would not renew their budget."))
    population = Population.objects.create(
        name=name, publisher=publisher, at_least=at_least, at_most=at_most, created_by=by
    )
    trail.record(events.POPULATION_DECLARED, by=by, subject=population)
    return population


@transaction.atomic
def rename_population(population: Population, *, name: str, by: User) -> None:
    """Another name. What was spent stays spent."""
    permissions.require_can_plan(by)
    population.name = name
    population.save(update_fields=["name"])
    trail.record(events.POPULATION_RENAMED, by=by, subject=population, changed=["name"])


@transaction.atomic
def declare_cohort(
    population: Population,
    *,
    first_from: datetime.date,
    first_until: datetime.date,
    at_least: int,
    at_most: int,
    by: User,
) -> Cohort:
    """Set days of first consent apart, for ever: their people get a budget beside other cohorts'. Errors: InvalidInput.

    `first_until` is the first day that no longer belongs to it. Sizes are in people, public and declared.
    """
    permissions.require_can_plan(by)
    if first_until <= first_from:
        raise InvalidInput(_("The end must come after the start."), field="first_until")
    if not 0 < at_least <= at_most <= population.at_most:
        raise InvalidInput(
            _("Give two sizes, the smaller one first, no larger than the population's."), field="at_least"
        )
    cohorts = Cohort.objects.unscoped("no two overlap, whoever asks")
    Population.objects.unscoped("two may declare at once").select_for_update().get(pk=population.pk)
    if cohorts.filter(first_from__lt=first_until, first_until__gt=first_from).exists():
        raise InvalidInput(_("This overlaps another cohort: somebody would be in both."), field="first_from")
    cohort = Cohort.objects.create(
        population=population,
        first_from=first_from,
        first_until=first_until,
        at_least=at_least,
        at_most=at_most,
        created_by=by,
    )
    trail.record(events.COHORT_DECLARED, by=by, subject=cohort)
    return cohort


@transaction.atomic
def plan(
    population: Population,
    *,
    workload: str,
    epsilon: float,
    cutoff: datetime.date,
    title: str,
    by: User,
    cohort: Cohort | None = None,
    synthetic: bool = False,
) -> Release:
    """Plan a release, with `synthetic` rows made up from its tables if wanted; they cost nothing.

    Refused at once if it could not be run today. Errors: ExportRefused, InvalidInput.
    """
    permissions.require_can_plan(by)
    if not 0.01 <= epsilon <= population.lifetime_epsilon:
        raise InvalidInput(_("ε must lie between 0.01 and the population's budget."), field="epsilon")
    if synthetic and (cohort or population).at_most > MOST_ROWS:
        said = _("Synthetic rows are made for at most %(most)s people. Plan this without them.")
        raise InvalidInput(said % {"most": f"{MOST_ROWS:,}"}, field="synthetic")
    release = Release(
        population=population,
        cohort=cohort,
        workload=workload,
        workload_digest=_digest(workload),
        epsilon=epsilon,
        cutoff=cutoff,
        title=title,
        noise_backend=protect.BACKEND,
        synthetic_seed=secrets.randbelow(2**31) if synthetic else None,
        planned_by=by,
    )
    budget.require_spendable(release)
    release.save()
    trail.record(events.RELEASE_PLANNED, by=by, subject=release)
    return release


@transaction.atomic
def cancel(release: Release, *, by: User) -> None:
    """Drop a release that isn't out. What was reserved stays spent."""
    permissions.require_can_plan(by)
    locked = Release.objects.all().locked(release.pk).get()
    locked.move(Event.CANCEL)
    trail.record(events.RELEASE_CANCELLED, by=by, subject=locked)


def _digest(workload: str) -> str:
    try:
        return schema.load(workload).digest
    except WorkloadRefused as refusal:
        raise ExportRefused(refusal.code) from None
