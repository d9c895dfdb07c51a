"""Every attack on a release of one list of tables at one ε, over made-up people: does each stay within its gate?

The counting and the noise are the export's own: PostgreSQL counts rows that are written into the statement, so that
nothing is stored and nobody real is read, and OpenDP draws the noise. Mutants are our own code broken on purpose.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from anonymized_exports.attacks import (
    canaries,
    distinguishing,
    honesty,
    inference,
    second_count,
    sensitivity,
    synthetic_rows,
)
from anonymized_exports.attacks.finding import Finding
from anonymized_exports.pipeline import accounting
from anonymized_exports.pipeline.measure import Query
from anonymized_exports.pipeline.schema import Workload

HONESTY = frozenset({"fabrication", "intervals", "false discoveries"})  # who reads is harmed, not who is counted
SEED = 20  # of the made-up people; the noise is OpenDP's and has none


@dataclass(frozen=True)
class Size:
    """How hard to try: people left out one by one, runs of the audit (a quarter), people guessed, rounds of noise."""

    dropped: int
    runs: int
    guessed: int
    rounds: int

    def larger(self) -> "Size":
        """Four times as hard: errors half as wide."""
        return Size(self.dropped, 4 * self.runs, 4 * self.guessed, 4 * self.rounds)


QUICK = Size(dropped=4, runs=1_000, guessed=1_000, rounds=40)  # for tests
RELEASE = Size(dropped=20, runs=2_500, guessed=2_000, rounds=100)  # before each release
FULL = Size(dropped=100, runs=5_000, guessed=4_000, rounds=400)  # `casemgr attack`


def run(
    workload: Workload, epsilon: float, delta: float, query: Query, size: Size, synthetic: bool = False
) -> list[Finding]:
    """All findings, of synthetic rows too if wanted. `query` runs one SELECT in PostgreSQL, as any login.

    An attack by chance that doesn't stay within its gate is made once more, harder; what comes of that counts.
    """
    rho = accounting.rho_for(epsilon, delta)
    dropped, changes = sensitivity.attack(workload, query, size.dropped, SEED)
    return [
        *second_count.attack(workload, query, SEED),
        *dropped,
        *_twice(lambda hard: distinguishing.attack(workload, rho, changes.squared, hard.runs), size),
        *_twice(lambda _hard: canaries.attack(workload, rho, epsilon, query, SEED), size),
        *_twice(lambda hard: inference.attack(workload, rho, hard.guessed, SEED), size),
        *_twice(lambda hard: honesty.attack(workload, rho, hard.rounds, SEED), size),
        *(_twice(lambda hard: synthetic_rows.attack(workload, rho, hard.guessed, SEED), size) if synthetic else ()),
    ]


def _twice(attack: Callable[[Size], list[Finding]], size: Size) -> list[Finding]:
    """Its findings, or if any gate was passed those of a second try."""
    first = attack(size)
    return first if passed(first) else [replace(finding, tries=2) for finding in attack(size.larger())]


def passed(findings: list[Finding]) -> bool:
    """Whether every gate held and every mutant was caught."""
    return all(finding.passed for finding in findings)
