"""What a privacy budget means, in words and numbers that people can weigh.

The attacker of `right_of_100` knows everything about everybody but one person, sees the noisy tables, and guesses
whether that person was counted, from even odds: with noise of ρ-zCDP they are right at most Φ(√(2ρ)/2) of the time
(the trade-off of Gaussian noise: Dong, Roth, Su, "Gaussian Differential Privacy", 2019).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist

from anonymized_exports import budget
from anonymized_exports.models import Population
from anonymized_exports.pipeline import accounting, schema

EXAMPLES = (0.5, 1.0, 2.0, 4.0)
WITHIN = 0.2  # "a count that can be read to ± 20 %" in 95 of 100 cells
IN_95_OF_100 = 1.96


@dataclass(frozen=True)
class Meaning:
    """One ε: how often the attacker guesses right of 100 times, and the smallest readable count by list of tables."""

    epsilon: float
    right: int
    readable: list[int]


@dataclass(frozen=True)
class Balance:
    """A population's budget: for all time, spent, and what one more release could have. `percent` of ρ is spent."""

    whole: float
    spent: float
    left: float
    percent: int


def right_of_100(rho: float) -> int:
    """How many of 100 guesses come true at most; 50 is mere chance."""
    return ceil(100 * NormalDist().cdf(sqrt(2 * rho) / 2) - 1e-9)


def smallest_readable(workload: schema.Workload, rho: float) -> int:
    """The count that can be read to ± 20 %, in the table with the most noise."""
    return readable(max(accounting.sigmas_for(workload, rho).values()))


def readable(sigma: float) -> int:
    """The count, in people, whose 95 % interval is ± 20 % of it."""
    return round(IN_95_OF_100 * sigma / WITHIN)


def meanings(population: Population) -> list[Meaning]:
    """A few values of ε that this population could pay for in all."""
    delta = budget.delta_of(population)
    affordable = [epsilon for epsilon in EXAMPLES if epsilon <= population.lifetime_epsilon]
    return [_meaning(epsilon, accounting.rho_for(epsilon, delta)) for epsilon in affordable]


def _meaning(epsilon: float, rho: float) -> Meaning:
    lists = [schema.load(name) for name in schema.CTDC_WORKLOADS]
    return Meaning(epsilon, right_of_100(rho), [smallest_readable(workload, rho) for workload in lists])


def balance(population: Population) -> Balance:
    """Where the population's budget stands."""
    whole = accounting.rho_for(population.lifetime_epsilon, budget.delta_of(population))
    left = budget.rho_left(population)
    percent = min(100, max(0, round(100 * (1 - left / whole))))
    spent, can_have = budget.epsilon_spent(population), budget.epsilon_left(population)
    return Balance(population.lifetime_epsilon, round(spent, 2), _down(can_have), percent)


def _down(epsilon: float) -> float:
    """Two digits, never more than there is."""
    return int(epsilon * 100 + 1e-6) / 100
