"""The same people counted twice: by the export's SQL in PostgreSQL, and by numpy."""

import numpy as np

from anonymized_exports.attacks import people
from anonymized_exports.attacks.finding import Finding
from anonymized_exports.pipeline import measure
from anonymized_exports.pipeline.measure import Query
from anonymized_exports.pipeline.schema import Workload

NUMBER = 2000
TOLD = "cells in which PostgreSQL and numpy disagree before noise, {n:,} made-up people"


def attack(workload: Workload, query: Query, seed: int) -> list[Finding]:
    """How many cells differ."""
    pool = people.made_up(workload, NUMBER, seed)
    counted, again = measure.count(workload, query, people.as_rows(workload, pool)), people.exact(workload, pool)
    differing = sum(int(np.count_nonzero(counted[name] != again[name])) for name in counted)
    return [Finding("second count", TOLD.format(n=NUMBER), differing, 0)]
