"""Say whom releases are about, plan one, or drop it."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from anonymized_exports import budget, events, permissions
from anonymized_exports.lifecycle import Event
from anonymized_exports.models import Population, Release
from anonymized_exports.pipeline import protect, schema
from anonymized_exports.pipeline.errors import WorkloadRefused
from anonymized_exports.refusals import ExportRefused
from casemgr.accounts.models import User
from casemgr.audit import trail
from casemgr.errors import InvalidInput


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
def plan(
    population: Population, *, workload: str, epsilon: float, cutoff: datetime.date, title: str, by: User
) -> Release:
    """Plan a release; refused at once if it could not be run today. Errors: ExportRefused, InvalidInput."""
    permissions.require_can_plan(by)
    if not 0.01 <= epsilon <= population.lifetime_epsilon:
        raise InvalidInput(_("ε must lie between 0.01 and the population's budget."), field="epsilon")
    release = Release(
        population=population,
        workload=workload,
        workload_digest=_digest(workload),
        epsilon=epsilon,
        cutoff=cutoff,
        title=title,
        noise_backend=protect.BACKEND,
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
