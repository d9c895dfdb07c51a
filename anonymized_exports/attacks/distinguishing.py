"""Is somebody in there? The best informed attacker knows the code, everybody else, and what the person would change.

Their best test adds up all cells that the person touches, each by the inverse of its variance. How far it tells the
two worlds apart, in its own standard deviations, is μ; a cost of ρ allows √(2ρ) (Dong, Roth, Su 2019).
"""

from collections.abc import Callable
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from anonymized_exports.attacks.finding import Finding
from anonymized_exports.pipeline import accounting, protect
from anonymized_exports.pipeline.schema import Workload

MARGIN = 1.05  # what the estimate of μ may miss by
Changes = dict[str, int]  # squared change a table: that many cells change by one person each
Draw = Callable[[str, int, int], NDArray[np.int64]]  # noise for a table: runs × cells
Noise = dict[str, NDArray[np.int64]]
TOLD = "how far the best test tells a person's presence apart, as a multiple of what was paid for, {runs:,} runs"
TWO = "{what}: by how much two releases let an attacker be right more often than wrong"


def attack(workload: Workload, rho: float, changes: Changes, runs: int) -> list[Finding]:
    """The audit of one release of cost ρ, of two such releases together, and of three mutants."""
    allowed = sqrt(2 * rho)
    noise = [_runs(changes, _real(workload, rho), runs) for _ in range(4)]
    sigmas = accounting.sigmas_for(workload, rho)
    together = {name: np.concatenate([one[name] for one in noise]) for name in changes}
    return [
        Finding("white-box audit", TOLD.format(runs=4 * runs), mu(together, changes, sigmas) / allowed, MARGIN),
        _independence(together),
        *_two_releases(noise, changes, sigmas, rho),
        *_mutants(workload, rho, changes, together),
    ]


def mu(noise: Noise, changes: Changes, sigmas: dict[str, float]) -> float:
    """The separation of the two worlds by the noise that was really drawn."""
    return _shift(changes, sigmas) / float(_score(noise, sigmas).std())


def _real(workload: Workload, rho: float) -> Draw:
    gaussians, _sigmas = protect.mechanism(workload, rho)
    return lambda name, runs, cells: protect.draw(gaussians[name], np.zeros((runs, cells), dtype=np.int64))


def _runs(changes: Changes, draw: Draw, runs: int) -> Noise:
    return {name: draw(name, runs, cells) for name, cells in changes.items()}


def _score(noise: Noise, sigmas: dict[str, float]) -> NDArray[np.float64]:
    return np.sum([cells.sum(axis=1) / sigmas[name] ** 2 for name, cells in noise.items()], axis=0)


def _shift(changes: Changes, sigmas: dict[str, float]) -> float:
    return sum(cells / sigmas[name] ** 2 for name, cells in changes.items())


def _independence(noise: Noise) -> Finding:
    """Noise that is used twice can be taken out by subtracting."""
    cells = np.concatenate(list(noise.values()), axis=1).astype(np.float64)
    related = np.corrcoef(cells, rowvar=False) - np.eye(cells.shape[1])
    told = "the largest correlation of noise between two cells, in standard errors"
    return Finding("independent noise", told, float(np.abs(related).max() * sqrt(len(cells))), 6)


def _two_releases(noise: list[Noise], changes: Changes, sigmas: dict[str, float], rho: float) -> list[Finding]:
    """Two releases of the same people but one: added up for whoever is in both, subtracted for whoever withdrew."""
    shift, (first, second, other, another) = _shift(changes, sigmas), [_score(one, sigmas) for one in noise]
    runs = len(first)
    limit = 2 * NormalDist().cdf(sqrt(4 * rho) / 2) - 1 + 3 * sqrt(0.5 / runs)
    both = _advantage(first + second + 2 * shift, other + another, shift)
    withdrew = _advantage(first - second + shift, other - another, shift / 2)
    reissued = _advantage(first - first + shift, other - other, shift / 2)
    name = "two releases"
    return [
        Finding(name, TWO.format(what="in both of them or in neither"), both, limit),
        Finding(name, TWO.format(what="withdrew between them or was never there"), withdrew, limit),
        Finding(name, "mutant: issued again with the same noise, minus one person", reissued, limit, mutant=True),
    ]


def _advantage(there: NDArray[np.float64], absent: NDArray[np.float64], threshold: float) -> float:
    return float((there > threshold).mean() - (absent > threshold).mean())


def _mutants(workload: Workload, rho: float, changes: Changes, noise: Noise) -> list[Finding]:
    """The same noise made smaller, as two slips in the accounting would make it."""
    sigmas, allowed = accounting.sigmas_for(workload, rho), sqrt(2 * rho)
    half = {name: np.rint(cells / 2).astype(np.int64) for name, cells in noise.items()}
    kept = list(changes)[: len(changes) // 2]
    unpaid = sqrt(sum(changes[n] / sigmas[n] ** 2 for n in kept) / (2 * rho))  # σ if only these were accounted for
    forgot = {name: np.rint(cells * unpaid).astype(np.int64) for name, cells in noise.items()}
    return [
        Finding("white-box audit", f"mutant: {what}", mu(less, changes, sigmas) / allowed, MARGIN, mutant=True)
        for what, less in (("half the noise", half), ("half the tables unaccounted", forgot))
    ]
