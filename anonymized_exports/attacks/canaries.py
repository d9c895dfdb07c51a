"""Many people planted at once, each there by the toss of a coin: how many does one release give away?

One run of everything, PostgreSQL included: Steinke, Nasr, Jagielski, "Privacy auditing with one training run", 2023.
Each canary has a cell of its own in the largest table; guesses follow the noisy counts.
"""

from math import comb, exp, log

import numpy as np

from anonymized_exports.attacks import people
from anonymized_exports.attacks.finding import Finding
from anonymized_exports.attacks.people import People
from anonymized_exports.pipeline import measure, protect
from anonymized_exports.pipeline.measure import Query, Vectors
from anonymized_exports.pipeline.schema import Table, Workload

MOST = 1000
TOLD = "the ε that {n:,} planted people prove, of whom {right:,} were guessed right"


def attack(workload: Workload, rho: float, epsilon: float, query: Query, seed: int) -> list[Finding]:
    """The ε proved by the release, and by the same with its noise off, which must be more than was promised."""
    table = max((t for t in workload.tables if t.flags < 2), key=lambda t: int(np.prod(workload.shape(t))))
    canaries = _planted(workload, table, seed)
    there = np.random.default_rng(seed + 1).random(len(canaries)) < 0.5
    exact = measure.count(workload, query, people.as_rows(workload, canaries.of(there)))
    bare = {name: cells.copy() for name, cells in exact.items()}
    noisy, _sigmas = protect.protect(exact, workload, rho)
    findings = []
    for vectors, mutant in ((noisy, False), (bare, True)):
        right = int((_guessed(table, canaries, vectors) == there).sum())
        told = TOLD.format(n=len(canaries), right=right)
        proved = proved_epsilon(right, len(canaries))
        said = f"mutant: no noise; {told}" if mutant else told
        findings.append(Finding("one-run audit", said, proved, epsilon, mutant))
    return findings


def proved_epsilon(right: int, guesses: int) -> float:
    """The largest ε refuted at 95 %: with it, so many right guesses come in fewer than 5 of 100 runs."""
    low, high = 0.0, 50.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _tail(right, guesses, 1 / (1 + exp(-middle))) < 0.05 else (low, middle)
    return low


def _tail(right: int, guesses: int, chance: float) -> float:
    """P[Binomial ≥ right]."""
    if chance >= 1:
        return 1.0
    each = (
        log(comb(guesses, k)) + k * log(chance) + (guesses - k) * log(1 - chance) for k in range(right, guesses + 1)
    )
    return sum(exp(one) for one in each)


def _planted(workload: Workload, table: Table, seed: int) -> People:
    """People who are alike but for the cell of this table, one each."""
    shape = workload.shape(table)
    number = min(MOST, int(np.prod(shape)))
    alike = people.made_up(workload, 1, seed).of(np.zeros(number, dtype=np.int64))
    cells = np.random.default_rng(seed).choice(int(np.prod(shape)), number, replace=False)
    which, *codes = np.unravel_index(cells, shape)
    own = dict(zip((v.name for v in table.by), codes, strict=True))
    flags = np.arange(len(workload.flags)) == which[:, None] if table.flags else alike.flags
    return People(alike.codes | own, flags, np.arange(number))


def _guessed(table: Table, canaries: People, vectors: Vectors) -> "np.ndarray":
    which = canaries.flags.argmax(axis=1) if table.flags else 0
    cells = vectors[table.name][(which, *(canaries.codes[v.name] for v in table.by))]
    return cells > 0.5
