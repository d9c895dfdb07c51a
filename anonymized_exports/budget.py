"""Whether a release may spend, and the entry that says it did. All sizes are declared; none is counted."""

import datetime
from importlib.metadata import version
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from anonymized_exports.models import Cohort, LedgerEntry, Population, Release
from anonymized_exports.pipeline import accounting, protect, schema
from anonymized_exports.pipeline.errors import PipelineRefused
from anonymized_exports.pipeline.schema import Workload
from anonymized_exports.refusals import ExportRefused
from casemgr.accounts.models import Organization, StatisticsAgreement, User
from casemgr.encryption import held

ONE_DAY = datetime.timedelta(days=1)
SNAPSHOT_LIFETIME = datetime.timedelta(days=30)
FEWEST_ORGANIZATIONS = 3
LARGEST_SHARE = 0.5  # of all declared people, that one organization may declare
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
    if (release.cohort or release.population).at_least < workload.smallest_population:
        raise ExportRefused("population_too_small")
    if release.noise_backend != protect.BACKEND or protect.installed_backend() != protect.BACKEND:
        raise ExportRefused("other_noise_backend")
    require_keys(release, workload)
    if rho_of(release) > rho_left(release.population, release.cohort):
        raise ExportRefused("over_budget")
    return workload


def require_keys(release: Release, workload: Workload, day: datetime.date | None = None) -> None:
    """Refuse unless the snapshot is fresh and enough organizations agreed, none dominant. Errors: ExportRefused.

    They must have agreed on `day`, the cut-off day if it isn't given, and today.
    Dominance is read from what organizations declare in their agreements, so that no answer tells a private number.
    """
    _require_fresh(release.cutoff)
    if release.cohort and release.cohort.last >= min(release.cutoff + ONE_DAY, timezone.now().date()):
        raise ExportRefused("cohort_open")
    sizes = agreed(workload.family, day or release.cutoff)
    if len(sizes) < FEWEST_ORGANIZATIONS:
        raise ExportRefused("too_few_organizations")
    declared = [size for size in sizes.values() if size is not None]
    if len(declared) < len(sizes):
        raise ExportRefused("size_not_declared")
    if max(declared) > LARGEST_SHARE * sum(declared):
        raise ExportRefused("one_dominates")


def require_still_agreed(release: Release) -> None:
    """Refuse a counted release once an organization that was counted has ended its agreement. Errors: ExportRefused.

    Nobody is taken out of a finished package: that would tell who. It is refused whole, and a new one leaves them out.
    An agreement that was renewed since is one that stands. Agreements end on a local day and a count may pass midnight,
    so that one which ended the day before the count is taken for one that was counted.
    """
    workload = workload_of(release)
    require_keys(release, workload, timezone.now().date())
    assert release.measured_at  # noqa: S101 - the lifecycle sees to it
    day = release.measured_at.date()
    measured = release.measured_at + datetime.timedelta(seconds=1)  # it is kept without fractions of a second
    covering = StatisticsAgreement.objects.covering(workload.family).filter(created_at__lt=measured)
    counted = covering.filter(Q(ended_on=None) | Q(ended_on__gte=day - ONE_DAY), starts_on__lte=day, ends_on__gt=day)
    now = set(agreed(workload.family, timezone.now().date()))
    if set(counted.values_list("organization_id", flat=True)) - now:
        raise ExportRefused("agreement_ended")


def require_unlocked(release: Release) -> None:
    """Refuse to count while an organization that agreed has its own key locked. Errors: OrganizationLocked."""
    for organization_id in agreed(workload_of(release).family, release.cutoff):
        held.require_unlocked(organization_id)


def reserve(release: Release, by: User) -> LedgerEntry:
    """Write the ledger entry under the population's lock. Call it in a transaction. Errors: ExportRefused."""
    locked = Population.objects.unscoped("the ledger's lock").select_for_update()
    release.population = locked.get(pk=release.population_id)
    workload = require_spendable(release)
    source = release.population.source
    return LedgerEntry.objects.create(
        population=release.population,
        cohort=release.cohort,
        source=source,
        release=release,
        epsilon=release.epsilon,
        delta=delta_of(release.population),
        rho=rho_of(release),
        rho_before=LedgerEntry.objects.all().rho_spent_on(source, release.cohort),
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


def rho_left(population: Population, cohort: Cohort | None = None) -> float:
    """What may still be spent on everybody, or on a cohort, for all time; never below 0."""
    cap = accounting.rho_for(population.lifetime_epsilon, delta_of(population))
    return max(0.0, cap * (1 + ROUNDING) - rho_spent(population, cohort))


def rho_spent(population: Population, cohort: Cohort | None = None) -> float:
    """The most that was spent on one person of the population, or of the cohort."""
    return LedgerEntry.objects.all().rho_spent_on(population.source, cohort)


def epsilon_spent(population: Population, cohort: Cohort | None = None) -> float:
    """ε of all releases so far, together."""
    spent = rho_spent(population, cohort)
    return accounting.epsilon_for(spent, delta_of(population)) if spent else 0.0


def epsilon_left(population: Population, cohort: Cohort | None = None) -> float:
    """The largest ε that one more release could have."""
    left = rho_left(population, cohort)
    return accounting.epsilon_for(left, delta_of(population)) if left else 0.0


def agreed(family: str, cutoff: datetime.date) -> dict[UUID, int | None]:
    """Active organizations whose agreement covers the family on the cut-off day and today, with their declared size.

    The size is in people, the largest of what their versions declare; None if a version declares none.
    """
    agreements = StatisticsAgreement.objects.covering(family).filter(ended_on=None)
    active = agreements.filter(organization__status=Organization.Status.ACTIVE)
    in_force = active.active_on(timezone.now().date()).active_on(cutoff)
    sizes: dict[UUID, int | None] = {}
    for organization_id, size in in_force.values_list("organization_id", "people_at_most"):
        known = sizes.get(organization_id, 0)
        sizes[organization_id] = None if size is None or known is None else max(size, known)
    return sizes


def _require_fresh(cutoff: datetime.date) -> None:
    today = timezone.now().date()
    if cutoff > today:
        raise ExportRefused("future_snapshot")
    if today - cutoff > SNAPSHOT_LIFETIME:
        raise ExportRefused("stale_snapshot")
