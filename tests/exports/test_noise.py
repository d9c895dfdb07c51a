"""The noise costs what was reserved, by OpenDP's own word; nothing exact is left over. Attacks: test_attacks.py."""

from math import sqrt

import numpy as np
import opendp.prelude as dp
import pytest

from anonymized_exports.pipeline import accounting, protect, schema
from anonymized_exports.pipeline.errors import NoiseRefused
from tests.exports import generated
from tests.exports.generated import RHO

pytestmark = pytest.mark.nodb


def test_a_mechanism_that_costs_more_than_was_reserved_is_refused(monkeypatch):
    less = accounting.sigmas_for(generated.basic(), RHO * 1.001)
    monkeypatch.setattr(protect, "sigmas_for", lambda _workload, _rho: less)
    with pytest.raises(NoiseRefused, match="costs_more_than_reserved"):
        protect.mechanism(generated.basic(), RHO)


def test_another_noise_source_is_refused(monkeypatch):
    monkeypatch.setattr(protect, "version", lambda _name: "9.9.9")
    with pytest.raises(NoiseRefused, match="other_noise_backend"):
        protect.mechanism(generated.basic(), RHO)


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

    monkeypatch.setattr(
        protect, "mechanism", lambda workload, _rho: (dict.fromkeys((t.name for t in workload.tables), broken), {})
    )
    with pytest.raises(RuntimeError):
        protect.protect(exact, workload, RHO)
    assert not any(cells.any() for cells in exact.values())


@pytest.mark.parametrize("epsilon", [0.5, 1, 2, 4])
@pytest.mark.parametrize("delta", [1e-6, 1e-8])
def test_our_conversion_is_opendps(epsilon, delta):
    rho = accounting.rho_for(epsilon, delta)
    space = dp.vector_domain(dp.atom_domain(T=dp.i64)), dp.l2_distance(T=dp.f64)
    gaussian = dp.m.make_gaussian(*space, scale=1 / sqrt(2 * rho))
    assert dp.c.make_zCDP_to_approxDP(gaussian).map(1.0).epsilon(delta) == pytest.approx(epsilon, rel=1e-6)
    assert accounting.epsilon_for(rho, delta) == pytest.approx(epsilon, rel=1e-9)


@pytest.mark.parametrize("name", schema.WORKLOADS)
def test_all_tables_together_cost_what_was_reserved_and_hardly_less(name):
    workload = schema.load(name)
    gaussians, _sigmas = protect.mechanism(workload, RHO)
    cost = sum(gaussians[t.name].map(sqrt(workload.squared_sensitivity(t))) for t in workload.tables)
    assert 0.999999 * RHO <= cost <= RHO


def test_no_other_way_to_spend_makes_the_weighted_noise_smaller():
    workload = schema.load("standard")
    sigmas, rng = accounting.sigmas_for(workload, RHO), np.random.default_rng(1)
    weight = {t.name: np.prod(workload.shape(t)) ** 0.25 for t in workload.tables}
    squared = {t.name: workload.squared_sensitivity(t) for t in workload.tables}
    best = sum(weight[name] * sigma for name, sigma in sigmas.items())
    for _ in range(200):
        other = {name: sigma * rng.uniform(0.8, 1.25) for name, sigma in sigmas.items()}
        cost = sum(squared[name] / (2 * sigma**2) for name, sigma in other.items())
        assert sum(weight[name] * sigma for name, sigma in other.items()) * sqrt(cost / RHO) >= best


def test_delta_is_never_above_one_in_a_million_nor_one_in_ten_populations():
    assert accounting.delta_of_population(1000) == 1e-6
    assert accounting.delta_of_population(1_000_000) == 1e-7
