"""What is public about one release, beside its tables."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReleaseFacts:
    """Public facts of a release, as its package states them. Nothing here is counted from the data.

    Dates are ISO 8601 text in UTC; ε, δ and ρ have no unit; the population's bounds are declared, in people.
    `synthetic_seed` is what synthetic rows are made with; without one there are none.
    """

    identifier: str
    title: str
    publisher: str
    population: str
    at_least: int
    at_most: int
    cutoff: str
    created: str
    epsilon: float
    delta: float
    rho: float
    lifetime_epsilon: float
    conversion: str
    backend: str
    code_version: str
    synthetic_seed: int | None = None
    licence: str = "CC-BY-4.0"
    licence_url: str = "https://creativecommons.org/licenses/by/4.0/"
