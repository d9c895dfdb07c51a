"""Do the published figures mislead? Made-up cells called reliable, intervals that miss, patterns that aren't there."""

from collections import Counter
from collections.abc import Iterator
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from anonymized_exports.attacks import people
from anonymized_exports.attacks.finding import Finding
from anonymized_exports.pipeline import protect, refine
from anonymized_exports.pipeline.measure import Vectors
from anonymized_exports.pipeline.refine import Estimate
from anonymized_exports.pipeline.schema import Table, Variable, Workload

FABRICATED, MISSED, FALSE = 0.03, 0.02, 0.06
DISCOVERY_RATE = 0.05  # Benjamini and Hochberg's
CELLS = 60_000  # to look at for empty ones called reliable and for intervals: small lists are released often for it
SMALL = 6000  # cells; larger tables are left out of the search for patterns, as noise costs time
TOLD = "share of cells called reliable that are empty, {n:,} people, {cells:,} cells (gate 0.03, and 3 standard errors)"
HELD = (
    "how far the share of true counts in their 95 % intervals is from 0.95, beyond 3 standard errors; wide tables apart"
)
PATTERNS = "share of false ones among patterns found at 5 %, {rounds} rounds (gate 0.06, and 3 standard errors)"
Array = NDArray[np.float64]


def attack(workload: Workload, rho: float, rounds: int, seed: int) -> list[Finding]:
    """Fabrication, coverage and false discoveries over the smallest population that the list of tables is for."""
    number = workload.smallest_population
    truth = people.exact(workload, people.made_up(workload, number, seed))
    empty, reliable = 0, 0
    held, cells = Counter[bool](), Counter[bool]()  # by whether the table is wide: most cells of wide ones are empty
    releases = max(1, CELLS // sum(vector.size for vector in truth.values()))
    for estimates in _releases(workload, truth, rho, releases):
        for name, one in estimates.items():
            empty += int((one.reliable & (truth[name] == 0)).sum())
            reliable += int(one.reliable.sum())
            wide = one.value.size >= refine.WIDE_TABLE
            held[wide] += int(((one.low <= truth[name]) & (truth[name] <= one.high)).sum())
            cells[wide] += one.value.size
    shares = [_false_share(workload, truth, rho) for _ in range(rounds)]
    error = float(np.std(shares)) / sqrt(rounds)
    spread = 3 * sqrt(empty + 1) / max(1, reliable)
    return [
        Finding(
            "fabrication", TOLD.format(n=number, cells=cells.total()), empty / max(1, reliable), FABRICATED + spread
        ),
        Finding("intervals", HELD, max(_missed(held[wide], cells[wide]) for wide in cells), MISSED),
        Finding("false discoveries", PATTERNS.format(rounds=rounds), float(np.mean(shares)), FALSE + 3 * error),
    ]


def _missed(held: int, cells: int) -> float:
    """How far the share is from 0.95 beyond 3 standard errors, which few cells need."""
    return abs(held / cells - 0.95) - 3 * sqrt(0.95 * 0.05 / cells)


def _releases(workload: Workload, truth: Vectors, rho: float, rounds: int) -> Iterator[dict[str, Estimate]]:
    for _ in range(rounds):
        noisy, sigmas = protect.protect({name: cells.copy() for name, cells in truth.items()}, workload, rho)
        yield refine.refine(noisy, sigmas, workload)


def _false_share(workload: Workload, truth: Vectors, rho: float) -> float:
    """One release read by somebody who looks for patterns in all two-way tables with the noise in their test.

    A table can be looked at if those of its two questions alone are released as well.
    """
    gaussians, sigmas = protect.mechanism(workload, rho)
    small = [t for t in workload.tables if truth[t.name].size <= SMALL]
    noisy = {t.name: protect.draw(gaussians[t.name], truth[t.name]) for t in small}
    chances, false = [], []
    for table in small:
        if ways := _ways(table, small):
            tested = _chance(table, ways, noisy, sigmas)
            chances.append(tested)
            false.append(np.full(tested.size, people.independent(table, workload)))
    if not chances:
        return 0.0
    found = _discovered(np.concatenate(chances))
    return float(np.concatenate(false)[found].mean()) if found.any() else 0.0


def _chance(table: Table, ways: tuple[str, str], noisy: Vectors, sigmas: dict[str, float]) -> Array:
    """p of each cell under independence of its row and column: sampling and the noise of all three counts."""
    cells = noisy[table.name].reshape(-1, len(table.by[-1].codes)).astype(np.float64)
    one, other = ways
    rows, columns = np.maximum(noisy[one].reshape(-1, 1), 0), np.maximum(noisy[other].reshape(1, -1), 0)
    total = max(1.0, float(noisy["total"][0]))
    noise = sigmas[table.name] ** 2 + (sigmas[one] * columns / total) ** 2 + (sigmas[other] * rows / total) ** 2
    expected = rows * columns / total
    z = np.abs(cells - expected) / np.sqrt(expected + noise)
    return 2 * np.vectorize(NormalDist().cdf)(-z.ravel())


def _ways(table: Table, tables: list[Table]) -> tuple[str, str] | None:
    """The tables of a two-way table's two questions alone."""
    if table.flags + len(table.by) != 2 or table.flags == 2:
        return None
    one_way: dict[tuple[int, tuple[Variable, ...]], str] = {(t.flags, t.by): t.name for t in tables}
    wanted = [(0, (variable,)) for variable in table.by]
    known = [one_way.get(way) for way in ([(1, ()), *wanted] if table.flags else wanted)]
    return (known[0], known[1]) if known[0] and known[1] else None


def _discovered(chances: Array) -> NDArray[np.bool_]:
    """Benjamini and Hochberg's choice at 5 %."""
    order = np.sort(chances)
    below = np.flatnonzero(order <= DISCOVERY_RATE * np.arange(1, len(order) + 1) / len(order))
    return chances <= (order[below[-1]] if len(below) else -1.0)
