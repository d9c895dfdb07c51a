"""Made-up people for tests of the pipeline, and their exact counts by numpy alone (a second opinion on the SQL)."""

import numpy as np

from anonymized_exports.attacks import people
from anonymized_exports.pipeline import accounting, schema

RHO = accounting.rho_for(2, 1e-6)


def basic():
    return schema.load("basic")


def exact(workload, number, seed=1):
    """Exact vectors of made-up people."""
    return people.exact(workload, people.made_up(workload, number, seed))


def counted(workload, codes, flags):
    """Exact vectors of these people: codes by position, and a number × flags array."""
    return people.exact(workload, people.People(codes, flags, np.arange(len(flags))))


def independent_flags(workload, number, seed=1):
    """A number × flags array of booleans that have nothing to do with each other but for the cap."""
    flags = np.random.default_rng(seed).random((number, len(workload.flags))) < 0.2
    return flags & (flags.cumsum(axis=1) <= workload.flag_cap)
