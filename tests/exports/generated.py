"""Public data made up for tests, and their exact counts by numpy alone (a second opinion on the SQL)."""

import numpy as np

from anonymized_exports.pipeline import accounting, schema

RHO = accounting.rho_for(2, 1e-6)


def basic():
    return schema.load("basic")


def people(workload, number, seed=1):
    """Codes per variable (by position) and a number × flags array of booleans, at most `flag_cap` true."""
    rng = np.random.default_rng(seed)
    codes = {
        v.name: rng.choice(len(v.codes), number, p=rng.dirichlet(np.full(len(v.codes), 0.2)))
        for v in workload.variables
    }
    flags = rng.random((number, len(workload.flags))) < 0.2
    over = flags.cumsum(axis=1) > workload.flag_cap
    return codes, flags & ~over


def exact(workload, number, seed=1):
    """Exact vectors of made-up people."""
    codes, flags = people(workload, number, seed)
    position = {flag.name: i for i, flag in enumerate(workload.flags)}
    return {
        table.name: np.stack([
            _histogram(workload, table, codes, _chosen(flags, [position[n] for n in names]))
            for names in workload.flag_keys(table)
        ])
        for table in workload.tables
    }  # fmt: skip


def _chosen(flags, columns):
    return flags[:, columns].all(axis=1) if columns else np.ones(len(flags), dtype=bool)


def _histogram(workload, table, codes, chosen):
    cells = np.zeros(workload.shape(table)[1:], dtype=np.int64)
    if not table.by:
        return np.array(chosen.sum(), dtype=np.int64)
    np.add.at(cells, tuple(codes[v.name][chosen] for v in table.by), 1)
    return cells
