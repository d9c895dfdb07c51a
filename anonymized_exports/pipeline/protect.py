"""Noise on whole-number vectors by OpenDP's discrete Gaussian; afterwards the exact vectors are overwritten.

OpenDP proves the noise; that a person changes each table by no more than √Δ² is the claim of `bound` and `measure`,
and is tested on a real database. Tables are drawn one by one, each with its own σ; their costs in ρ add up.
"""

from importlib.metadata import version
from math import sqrt

import numpy as np
import opendp.prelude as dp
from numpy.typing import NDArray
from opendp.mod import Measurement

from anonymized_exports.pipeline.accounting import sigmas_for
from anonymized_exports.pipeline.errors import NoiseRefused
from anonymized_exports.pipeline.measure import Vectors
from anonymized_exports.pipeline.schema import Workload

BACKEND = "opendp 0.16 make_gaussian int64, one sigma a table"

dp.enable_features("contrib")


def installed_backend() -> str:
    """The noise source that would be used now, in the form that a ledger entry records."""
    major, minor = version("opendp").split(".")[:2]
    return f"opendp {major}.{minor} make_gaussian int64, one sigma a table"


def mechanism(workload: Workload, rho: float) -> tuple[dict[str, Measurement], dict[str, float]]:
    """A measurement for each table, and its σ. Raises NoiseRefused if OpenDP itself says that they cost more than ρ."""
    if installed_backend() != BACKEND:
        raise NoiseRefused("other_noise_backend", installed_backend())
    sigmas = sigmas_for(workload, rho)
    space = dp.vector_domain(dp.atom_domain(T=dp.i64)), dp.l2_distance(T=dp.f64)
    gaussians = {name: dp.m.make_gaussian(*space, scale=sigma) for name, sigma in sigmas.items()}
    if sum(gaussians[t.name].map(sqrt(workload.squared_sensitivity(t))) for t in workload.tables) > rho:
        raise NoiseRefused("costs_more_than_reserved")
    return gaussians, sigmas


def protect(exact: Vectors, workload: Workload, rho: float) -> tuple[Vectors, dict[str, float]]:
    """Noisy vectors of the same shapes, and σ by table. `exact` is overwritten, also when drawing fails."""
    try:
        gaussians, sigmas = mechanism(workload, rho)
        return {table.name: draw(gaussians[table.name], exact[table.name]) for table in workload.tables}, sigmas
    finally:
        for vector in exact.values():
            vector.fill(0)


def draw(gaussian: Measurement, cells: NDArray[np.int64]) -> NDArray[np.int64]:
    """The cells with noise, each its own."""
    return np.array(gaussian(cells.ravel().tolist()), dtype=np.int64).reshape(cells.shape)


def split(joint: NDArray[np.int64], workload: Workload) -> Vectors:
    """Cut a vector of all cells into the workload's tables."""
    sizes = [int(np.prod(workload.shape(table))) for table in workload.tables]
    parts = np.split(joint, np.cumsum(sizes)[:-1])
    return {table.name: part.reshape(workload.shape(table)) for table, part in zip(workload.tables, parts, strict=True)}
