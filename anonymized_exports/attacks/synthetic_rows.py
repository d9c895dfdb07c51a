"""Do synthetic rows give anybody away? Rows as a release would hold them, of one of two groups of made-up people.

The attacker has everything about a person and the rows: is somebody's row there more often if they were counted, is one
answer guessed better from the nearest row, do people planted alone in a cell come out, is there a combination that
nobody has? The group that wasn't counted is the control (equal in size; see `inference`).
"""

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from anonymized_exports.attacks import people
from anonymized_exports.attacks.finding import Finding
from anonymized_exports.attacks.people import People
from anonymized_exports.pipeline import protect, refine
from anonymized_exports.pipeline.schema import Workload
from anonymized_exports.pipeline.synthetic.margins import margins_of
from anonymized_exports.pipeline.synthetic.rows import SyntheticRows, synthesize

MOST, SURELY, FABRICATED, PLANTED = 0.10, 0.0, 0.03, 0.01
PRESENCE, SECRET, ALONE, NOBODY = (
    "synthetic rows: presence",
    "synthetic rows: attribute inference",
    "synthetic rows: planted people",
    "synthetic rows: combinations",
)
NAMES = frozenset({PRESENCE, SECRET, ALONE, NOBODY})
Answers = NDArray[np.int64]


def attack(workload: Workload, rho: float, number: int, seed: int) -> list[Finding]:
    """Rows of the smallest population that the list is for; `number` people of each group are asked after."""
    size = max(number, workload.smallest_population)
    everybody = people.made_up(workload, 2 * size, seed)
    inside, outside = everybody.of(slice(size)), everybody.of(slice(size, None))
    exact = people.exact(workload, inside)
    noisy, sigmas = protect.protect({name: cells.copy() for name, cells in exact.items()}, workload, rho)
    estimates = refine.refine(noisy, sigmas, workload)
    made = synthesize(estimates, workload, seed)
    asked = [_answers(made, group.of(slice(number))) for group in (inside, outside)]
    copy = _answers(made, inside)
    seen, copied = _presence(made.answers, asked), _presence(copy, asked)
    risk, error = _inference(made, made.answers, asked)
    raw, _error = _inference(made, copy, asked)
    told = "of {n:,} people counted beyond {n:,} others, their whole row is there"
    guessed = f"an answer guessed from the nearest row, of {number:,} people counted beyond {number:,} others"
    bounded = f"{guessed} (gate 0.10, and 3 standard errors)"
    return [
        Finding(PRESENCE, told.format(n=number), seen, MOST),
        Finding(PRESENCE, "mutant: the rows themselves are published", copied, MOST, mutant=True),
        Finding(SECRET, bounded, risk, MOST + 3 * error),
        Finding(SECRET, "the same less 3 standard errors", risk - 3 * error, SURELY),
        Finding(SECRET, "mutant: the rows themselves are published", raw, MOST, mutant=True),
        *_combinations(workload, exact, estimates, made),
    ]


def _answers(made: SyntheticRows, who: People) -> Answers:
    """People as rows of the same columns; a flag that isn't reported is blank."""
    flags = {name: i for i, name in enumerate(c.name for c in made.columns if c.is_flag)}
    return np.column_stack([
        np.where(who.flags[:, flags[c.name]], 0, 1) if c.is_flag else who.codes[c.name] for c in made.columns
    ]).astype(np.int64)  # fmt: skip


def _presence(rows: Answers, asked: list[Answers]) -> float:
    there = {row.tobytes() for row in np.ascontiguousarray(rows)}
    inside, outside = (np.mean([row.tobytes() in there for row in np.ascontiguousarray(one)]) for one in asked)
    return float(inside - outside)


def _inference(made: SyntheticRows, rows: Answers, asked: list[Answers]) -> tuple[float, float]:
    """How much better the question with most answers is guessed of those counted, and its standard error."""
    secret = max(range(len(made.columns)), key=lambda i: len(made.columns[i].answers))
    known = [i for i in range(len(made.columns)) if i != secret]
    there = rows[:, known].astype(np.int16)
    shares = []
    for one in asked:
        nearest = np.array([(there == row).sum(axis=1).argmax() for row in one[:, known].astype(np.int16)])
        shares.append(float((rows[nearest, secret] == one[:, secret]).mean()))
    right, control = shares
    rest = max(1 - control, 1e-9)
    error = sqrt((right * (1 - right) + control * (1 - control)) / len(asked[0])) / rest
    return (right - control) / rest, error


def _combinations(
    workload: Workload, exact: dict[str, NDArray[np.int64]], estimates: dict[str, refine.Estimate], made: SyntheticRows
) -> list[Finding]:
    """Of the published cells that some row is in: how many nobody is in; of those with one person: how many are shown.

    A person alone in a cell can come out only where noise alone lifts the cell clear of the noise.
    """
    place = {column.name: i for i, column in enumerate(made.columns)}
    truth = {n: refine.Estimate(c, c, c, c, c > 0, 1.0) for n, c in exact.items()}
    shown = empty = alone = found = 0
    for margin, true in zip(margins_of(estimates, workload), margins_of(truth, workload), strict=True):
        cells = np.ravel_multi_index(tuple(made.answers[:, [place[n] for n in margin.columns]].T), margin.value.shape)
        there = np.bincount(cells, minlength=margin.value.size).reshape(margin.value.shape) > 0
        inner = tuple(slice(0, -1) for _axis in margin.columns)
        there, people_in = there[inner], true.value[inner]
        shown, empty = shown + int(there.sum()), empty + int((there & (people_in == 0)).sum())
        alone, found = alone + int((people_in == 1).sum()), found + int((there & (people_in == 1)).sum())
    spread = 3 * sqrt(empty + 1) / max(1, shown)
    chance = 3 * sqrt(found + 1) / max(1, alone)
    return [
        Finding(NOBODY, f"share of {shown:,} combinations in rows that nobody has (gate 0.03, and 3 standard errors)",
                empty / max(1, shown), FABRICATED + spread),
        Finding(ALONE, f"share of {alone:,} people alone in a published cell whose cell is in a row (gate 0.01, and "
                "3 standard errors)", found / max(1, alone), PLANTED + chance),
    ]  # fmt: skip
