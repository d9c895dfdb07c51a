"""The public facts of a release, gathered from the ledger for its package."""

from anonymized_exports.models import Release
from anonymized_exports.pipeline import accounting
from anonymized_exports.pipeline.facts import ReleaseFacts


def public_facts(release: Release) -> ReleaseFacts:
    """What the package may state. The release must have been measured."""
    entry, population = release.ledger_entry, release.population
    assert release.measured_at  # noqa: S101 - the lifecycle sees to it
    return ReleaseFacts(
        identifier=release.public_id,
        title=release.title,
        publisher=population.publisher,
        population=_whom(release),
        at_least=(release.cohort or population).at_least,
        at_most=(release.cohort or population).at_most,
        cutoff=release.cutoff.isoformat(),
        created=release.measured_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        epsilon=entry.epsilon,
        delta=entry.delta,
        rho=entry.rho,
        lifetime_epsilon=round(accounting.epsilon_for(entry.rho_before + entry.rho, entry.delta), 6),
        conversion=accounting.CONVERSION,
        backend=entry.noise_backend,
        code_version=entry.code_version,
        synthetic_seed=release.synthetic_seed,
    )


def _whom(release: Release) -> str:
    if release.cohort is None:
        return release.population.name
    since, until = release.cohort.days
    return f"{release.population.name}; those who first said yes from {since} to before {until}"
