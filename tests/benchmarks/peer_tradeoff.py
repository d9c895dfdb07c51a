"""How much each program withholds when both make up as little: ours shown from another certainty on.

What counts as "clear of the noise" is a choice. To compare, it is moved until ours makes up no larger a share of what
it shows than the other program did: once by the multiple of σ alone, once by `dpstats.chance_empty`, which a reader of
our tables can use.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from anonymized_exports import dpstats
from anonymized_exports.pipeline.schema import Table, Workload

Key = frozenset[str]
Certainty = Mapping[Key, float]  # the larger, the surer that somebody is there
HEADING = """| people | program | two answers: made up, % | suppressed, % | ours by σ, % | ours read by dpstats, % |
| --- | --- | --- | --- | --- | --- |
"""


def suppressed_at(made_up: float, truth: Mapping[Key, int], certain: Certainty, enough: int) -> float:
    """Percent of cells of `enough` people or more not shown, if `made_up` percent of those shown may be empty."""
    keys = [key for key in certain if len(key) == 2]
    there, sure = np.array([truth.get(key, 0) for key in keys]), np.array([certain[key] for key in keys])
    order = np.argsort(-sure, kind="stable")
    share = 100 * np.cumsum(there[order] == 0) / np.arange(1, len(keys) + 1)
    within = np.flatnonzero(share <= made_up)
    shown = int(within[-1]) + 1 if len(within) else 0
    return 100 * float((there[order[shown:]] >= enough).sum()) / int((there >= enough).sum())


def certainty(workload: Workload, values: Mapping[str, NDArray], sigmas: Mapping[str, NDArray]) -> dict[str, NDArray]:
    """By table: how sure it is that somebody is there, from the tables alone; of tables of two answers."""
    sure = {}
    for table in workload.tables:
        if table.flags + len(table.by) == 2:
            chance = dpstats.chance_empty(values[table.name], _expected(workload, table, values), _sigma(table, sigmas))
            sure[table.name] = -np.log(chance + 1e-300) + 1e-9 * values[table.name] / _sigma(table, sigmas)
    return sure


def _sigma(table: Table, sigmas: Mapping[str, NDArray]) -> float:
    return float(sigmas[table.name].flat[0])


def _expected(workload: Workload, table: Table, values: Mapping[str, NDArray]) -> NDArray:
    """What chance would bring together."""
    total = float(values["total"].flat[0])
    if table.flags == 2:
        alone = dict(zip((flag.name for flag in workload.flags), values["flags"].ravel(), strict=True))
        pairs = [alone[one] * alone[other] / total for one, other in workload.flag_keys(table)]
        return np.array(pairs).reshape(values[table.name].shape)
    first = values["flags"].reshape(-1, 1) if table.flags else values[table.by[0].name].reshape(1, -1, 1)
    return first * values[table.by[-1].name].reshape(1, -1) / total


def line(row: Mapping, truth: Mapping[Key, int], by_sigma: Certainty, read: Certainty, enough: int) -> str:
    """One other program beside ours."""
    ours = [suppressed_at(row["made_up2"], truth, one, enough) for one in (by_sigma, read)]
    told = " | ".join(f"{percent:.2g}" for percent in (row["made_up2"], row["suppressed2"], *ours))
    return f"| {row['people']:,} | {row['program']} | {told} |"
