"""Noise on whole-number vectors by OpenDP's discrete Gaussian; afterwards the exact vectors are overwritten.

OpenDP proves the noise; that a person changes the vector by no more than √Δ² is the claim of `bound` and
`measure`, and is tested on a real database.
"""

from importlib.metadata import version
from math import sqrt

import numpy as np
import opendp.prelude as dp
from opendp.mod import Measurement

from anonymized_exports.pipeline.accounting import sigma_for
from anonymized_exports.pipeline.errors import NoiseRefused
from anonymized_exports.pipeline.measure import Vectors
from anonymized_exports.pipeline.schema import Workload

BACKEND = "opendp 0.16 make_gaussian int64"

dp.enable_features("contrib")


def installed_backend() -> str:
    """The noise source that would be used now, in the form that a ledger entry records."""
    major, minor = version("opendp").split(".")[:2]
    return f"opendp {major}.{minor} make_gaussian int64"


def mechanism(workload: Workload, rho: float) -> tuple[Measurement, float]:
    """The measurement and its σ. Raises NoiseRefused if OpenDP itself says that it costs more than ρ."""
    if installed_backend() != BACKEND:
        raise NoiseRefused("other_noise_backend", installed_backend())
    sigma = sigma_for(workload.total_squared_sensitivity, rho)
    space = dp.vector_domain(dp.atom_domain(T=dp.i64)), dp.l2_distance(T=dp.f64)
    gaussian = dp.m.make_gaussian(*space, scale=sigma)
    if gaussian.map(sqrt(workload.total_squared_sensitivity)) > rho:
        raise NoiseRefused("costs_more_than_reserved")
    return gaussian, sigma


def protect(exact: Vectors, workload: Workload, rho: float) -> tuple[Vectors, float]:
    """Noisy vectors of the same shapes, and σ. `exact` is overwritten with zeros, also when drawing fails."""
    gaussian, sigma = mechanism(workload, rho)
    joint = np.concatenate([exact[table.name].ravel() for table in workload.tables])
    try:
        noisy = np.array(gaussian(joint.tolist()), dtype=np.int64)
    finally:
        for vector in (joint, *exact.values()):
            vector.fill(0)
    return split(noisy, workload), sigma


def split(joint: "np.ndarray", workload: Workload) -> Vectors:
    """Cut the joint vector into the workload's tables."""
    sizes = [int(np.prod(workload.shape(table))) for table in workload.tables]
    parts = np.split(joint, np.cumsum(sizes)[:-1])
    return {table.name: part.reshape(workload.shape(table)) for table, part in zip(workload.tables, parts, strict=True)}
