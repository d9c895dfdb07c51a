"""What a planned release would cost and could show, before anything is spent. From public facts alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, prod
from typing import Any

from anonymized_exports import budget
from anonymized_exports.models import Cohort, LedgerEntry, Population
from anonymized_exports.pipeline import accounting, refine, schema
from frontend.privacy_words import readable, right_of_100

EXAMPLES = (0.5, 1.0, 2.0, 4.0)


@dataclass(frozen=True)
class TableCost:
    """One table: its cells, σ in people, the smallest count readable to ± 20 % and the one clear of the noise."""

    name: str
    cells: int
    sigma: float
    readable: int
    clear: int
    needed: int


@dataclass(frozen=True)
class Cost:
    """A list of tables at an ε; figures of its least and most noisy tables. `sigmas` and the rest in people.

    `fits` is how many such releases the budget left pays for.
    """

    workload: str
    epsilon: float
    sigmas: tuple[float, float]
    readable: tuple[int, int]
    clear: tuple[int, int]
    right: int
    fits: int
    percent: float
    tables: list[TableCost]


@dataclass(frozen=True)
class Standing:
    """What was spent on some people at most, for all time: ε, percent of ρ, and the largest ε left."""

    cohort: Cohort | None
    spent: float
    percent: float
    left: float


def cost(population: Population, name: str, epsilon: float, cohort: Cohort | None = None) -> Cost:
    """What this list of tables at this ε would mean for the population, or one of its cohorts."""
    workload = schema.load(name)
    delta = budget.delta_of(population)
    rho, whole = accounting.rho_for(epsilon, delta), accounting.rho_for(population.lifetime_epsilon, delta)
    sigmas = accounting.sigmas_for(workload, rho)
    tables = [_table(workload, table, sigmas[table.name]) for table in workload.tables]
    return Cost(
        workload=name,
        epsilon=epsilon,
        sigmas=_range(table.sigma for table in tables),
        readable=_range(table.readable for table in tables),
        clear=_range(table.clear for table in tables),
        right=right_of_100(rho),
        fits=int(budget.rho_left(population, cohort) / rho),
        percent=100 * rho / whole,
        tables=tables,
    )


def comparison(population: Population, cohort: Cohort | None = None) -> list[Cost]:
    """The lists that ship, at a few ε that the population could pay for in all."""
    affordable = [epsilon for epsilon in EXAMPLES if epsilon <= population.lifetime_epsilon]
    return [cost(population, name, epsilon, cohort) for name in schema.CTDC_WORKLOADS for epsilon in affordable]


def standings(population: Population, cohorts: list[Cohort]) -> list[Standing]:
    """Where the budget stands: for whoever was asked about most, and for each cohort."""
    return [_standing(population, cohort) for cohort in (None, *cohorts)]


def lines(population: Population, entries: list[LedgerEntry]) -> list[dict[str, Any]]:
    """Each entry of the ledger with its share of the whole budget (percent of ρ)."""
    whole = accounting.rho_for(population.lifetime_epsilon, budget.delta_of(population))
    return [{"entry": entry, "percent": 100 * entry.rho / whole} for entry in entries]


def _standing(population: Population, cohort: Cohort | None) -> Standing:
    whole = accounting.rho_for(population.lifetime_epsilon, budget.delta_of(population))
    percent = min(100.0, 100 * budget.rho_spent(population, cohort) / whole)
    left = int(budget.epsilon_left(population, cohort) * 100 + 1e-6) / 100
    return Standing(cohort, round(budget.epsilon_spent(population, cohort), 2), percent, left)


def _table(workload: schema.Workload, table: schema.Table, sigma: float) -> TableCost:
    cells = prod(workload.shape(table))
    needed = 4 if cells >= refine.WIDE_TABLE else 3
    return TableCost(table.name, cells, sigma, readable(sigma), ceil(needed * sigma), needed)


def _range[T: (int, float)](figures: Iterable[T]) -> tuple[T, T]:
    known = list(figures)
    return min(known), max(known)
