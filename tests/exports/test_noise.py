"""The noise is the noise that was paid for, and an audit that looks inside notices when it isn't."""

from dataclasses import replace
from math import sqrt

import numpy as np
import opendp.prelude as dp
import pytest

from anonymized_exports.pipeline import accounting, protect
from anonymized_exports.pipeline.errors import NoiseRefused
from tests.exports import generated
from tests.exports.generated import RHO

pytestmark = pytest.mark.nodb
RUNS = 30  # of 679 cells each


def distinguishability(squared_change, draw):
    """μ̂ = how far apart neighbours lie in units of the noise that is really drawn."""
    drawn = np.concatenate([cells.ravel() for _ in range(RUNS) for cells in draw().values()])
    return sqrt(squared_change) / drawn.std()


def zeros(workload):
    return {table.name: np.zeros(workload.shape(table), dtype=np.int64) for table in workload.tables}


def honest(workload):
    return protect.protect(zeros(workload), workload, RHO)[0]


def test_neighbours_lie_no_further_apart_than_was_paid_for():
    workload = generated.basic()
    mu = distinguishability(workload.total_squared_sensitivity, lambda: honest(workload))
    assert mu <= 1.05 * sqrt(2 * RHO)
    assert mu >= 0.95 * sqrt(2 * RHO), "more noise than was paid for"


def test_the_audit_catches_half_the_tables_unaccounted():
    workload = generated.basic()
    forgetful = replace(workload, tables=workload.tables[: len(workload.tables) // 2])
    sigma = accounting.sigma_for(forgetful.total_squared_sensitivity, RHO)
    rng = np.random.default_rng(1)
    mu = distinguishability(
        workload.total_squared_sensitivity,
        lambda: {name: rng.normal(0, sigma, cells.shape) for name, cells in zeros(workload).items()},
    )
    assert mu > 1.05 * sqrt(2 * RHO)


def test_the_audit_catches_half_the_noise():
    workload = generated.basic()
    mu = distinguishability(
        workload.total_squared_sensitivity,
        lambda: {name: cells / 2 for name, cells in honest(workload).items()},
    )
    assert mu > 1.05 * sqrt(2 * RHO)


def test_a_mechanism_that_costs_more_than_was_reserved_is_refused(monkeypatch):
    monkeypatch.setattr(protect, "sigma_for", lambda squared, rho: accounting.sigma_for(squared, rho) / 2)
    with pytest.raises(NoiseRefused, match="costs_more_than_reserved"):
        honest(generated.basic())


def test_another_noise_source_is_refused(monkeypatch):
    monkeypatch.setattr(protect, "version", lambda _name: "9.9.9")
    with pytest.raises(NoiseRefused, match="other_noise_backend"):
        honest(generated.basic())


def test_exact_counts_are_overwritten():
    workload = generated.basic()
    exact = generated.exact(workload, 100)
    protect.protect(exact, workload, RHO)
    assert not any(cells.any() for cells in exact.values())


def test_exact_counts_are_overwritten_when_drawing_fails(monkeypatch):
    workload = generated.basic()
    exact = generated.exact(workload, 100)

    def broken(_values):
        raise RuntimeError("no entropy")

    monkeypatch.setattr(protect, "mechanism", lambda *_: (broken, 1.0))
    with pytest.raises(RuntimeError):
        protect.protect(exact, workload, RHO)
    assert not any(cells.any() for cells in exact.values())


@pytest.mark.parametrize("epsilon", [0.5, 1, 2, 4])
@pytest.mark.parametrize("delta", [1e-6, 1e-8])
def test_our_conversion_is_opendps(epsilon, delta):
    workload = generated.basic()
    rho = accounting.rho_for(epsilon, delta)
    gaussian, _sigma = protect.mechanism(workload, rho)
    profile = dp.c.make_zCDP_to_approxDP(gaussian).map(sqrt(workload.total_squared_sensitivity))
    assert profile.epsilon(delta) == pytest.approx(epsilon, rel=1e-6)
    assert accounting.epsilon_for(rho, delta) == pytest.approx(epsilon, rel=1e-9)


def test_delta_is_never_above_one_in_a_million_nor_one_in_ten_populations():
    assert accounting.delta_of_population(1000) == 1e-6
    assert accounting.delta_of_population(1_000_000) == 1e-7
