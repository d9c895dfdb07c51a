"""Whether a release may spend, and the entry that says it did. All sizes are declared; none is counted."""

import datetime
from importlib.metadata import version
from uuid import UUID

from django.utils import timezone

from anonymized_exports.models import LedgerEntry, Population, Release
from anonymized_exports.pipeline import accounting, protect, schema
from anonymized_exports.pipeline.errors import PipelineRefused
from anonymized_exports.pipeline.schema import Workload
from anonymized_exports.refusals import ExportRefused
from casemgr.accounts.models import Organization, StatisticsAgreement, User
from casemgr.encryption import held

SNAPSHOT_LIFETIME = datetime.timedelta(days=30)
FEWEST_ORGANIZATIONS = 3
ROUNDING = 1e-9


def workload_of(release: Release) -> Workload:
    """The release's list of tables, if it is still the one that was planned. Errors: ExportRefused."""
    try:
        workload = schema.load(release.workload)
    except PipelineRefused as refusal:
        raise ExportRefused(refusal.code) from None
    if workload.digest != release.workload_digest:
        raise ExportRefused("workload_changed")
    return workload


def require_spendable(release: Release) -> Workload:
    """Refuse a release that may not be run now; nothing is read and nothing is spent. Errors: ExportRefused."""
    workload = workload_of(release)
    if release.population.at_least < workload.smallest_population:
        raise ExportRefused("population_too_small")
    if release.noise_backend != protect.BACKEND or protect.installed_backend() != protect.BACKEND:
        raise ExportRefused("other_noise_backend")
    _require_fresh(release.cutoff)
    if _organizations() < FEWEST_ORGANIZATIONS:
        raise ExportRefused("too_few_organizations")
    if rho_of(release) > rho_left(release.population):
        raise ExportRefused("over_budget")
    return workload


def require_unlocked() -> None:
    """Refuse to count while an organization that agreed has its own key locked. Errors: OrganizationLocked."""
    for organization_id in _agreed():
        held.require_unlocked(organization_id)


def reserve(release: Release, by: User) -> LedgerEntry:
    """Write the ledger entry under the population's lock. Call it in a transaction. Errors: ExportRefused."""
    locked = Population.objects.unscoped("the ledger's lock").select_for_update()
    release.population = locked.get(pk=release.population_id)
    workload = require_spendable(release)
    source = release.population.source
    return LedgerEntry.objects.create(
        population=release.population,
        source=source,
        release=release,
        epsilon=release.epsilon,
        delta=delta_of(release.population),
        rho=rho_of(release),
        rho_before=LedgerEntry.objects.all().rho_spent_on(source),
        squared_sensitivity=workload.total_squared_sensitivity,
        flag_cap=workload.flag_cap,
        workload_digest=workload.digest,
        noise_backend=release.noise_backend,
        code_version=version("casemgr"),
        reserved_by=by,
    )


def delta_of(population: Population) -> float:
    """δ of everything about this population."""
    return accounting.delta_of_population(population.at_most)


def rho_of(release: Release) -> float:
    """What the release costs."""
    return accounting.rho_for(release.epsilon, delta_of(release.population))


def rho_left(population: Population) -> float:
    """What may still be spent on the population, for all time; never below 0."""
    cap = accounting.rho_for(population.lifetime_epsilon, delta_of(population))
    spent = LedgerEntry.objects.all().rho_spent_on(population.source)
    return max(0.0, cap * (1 + ROUNDING) - spent)


def epsilon_spent(population: Population) -> float:
    """ε of all releases so far, together."""
    spent = LedgerEntry.objects.all().rho_spent_on(population.source)
    return accounting.epsilon_for(spent, delta_of(population)) if spent else 0.0


def epsilon_left(population: Population) -> float:
    """The largest ε that one more release could have."""
    left = rho_left(population)
    return accounting.epsilon_for(left, delta_of(population)) if left else 0.0


def _require_fresh(cutoff: datetime.date) -> None:
    today = timezone.now().date()
    if cutoff > today:
        raise ExportRefused("future_snapshot")
    if today - cutoff > SNAPSHOT_LIFETIME:
        raise ExportRefused("stale_snapshot")


def _organizations() -> int:
    return len(_agreed())


def _agreed() -> list[UUID]:
    today = timezone.now().date()
    agreements = StatisticsAgreement.objects.active_on(today).filter(ended_on=None)
    active = agreements.filter(organization__status=Organization.Status.ACTIVE)
    return list(active.values_list("organization_id", flat=True).distinct())
