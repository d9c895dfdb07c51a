"""What is published holds: intervals, totals, no negative people."""

import numpy as np
import pytest

from anonymized_exports.pipeline import accounting, protect, refine, schema
from tests.exports import generated
from tests.exports.generated import RHO

pytestmark = pytest.mark.nodb


def published(workload, truth, rounds=12):
    """Each round's refined tables, beside the exact ones, through the real noise."""
    for _ in range(rounds):
        noisy, sigma = protect.protect({k: v.copy() for k, v in truth.items()}, workload, RHO)
        yield refine.refine(noisy, sigma, workload)


def test_intervals_hold_the_true_count_in_about_95_of_100_cells():
    workload = generated.basic()
    truth = generated.exact(workload, 5000)
    held = {table.name: [] for table in workload.tables}
    for estimates in published(workload, truth):
        for name, estimate in estimates.items():
            held[name].append((estimate.low <= truth[name]) & (truth[name] <= estimate.high))
    everywhere = np.concatenate([np.ravel(cells) for cells in held.values()])
    assert 0.90 <= everywhere.mean() <= 0.99
    for name in ("citizenship", "country-of-exploitation", "gender-age-broad", "flags"):
        assert np.mean(held[name]) >= 0.90, name


def test_large_counts_are_covered_too_not_only_zeros():
    workload = generated.basic()
    truth = generated.exact(workload, 5000)
    held = [
        ((e[name].low <= truth[name]) & (truth[name] <= e[name].high))[truth[name] > 0]
        for e in published(workload, truth)
        for name in truth
    ]
    assert 0.90 <= np.concatenate(held).mean() <= 0.99


def test_averaging_makes_one_way_tables_more_precise():
    workload = schema.load("standard")
    sigma = accounting.sigma_for(workload.total_squared_sensitivity, RHO)
    noisy = {table.name: np.zeros(workload.shape(table), dtype=np.int64) for table in workload.tables}
    estimates = refine.refine(noisy, sigma, workload)
    assert estimates["total"].sigma < estimates["gender"].sigma < sigma
    assert estimates["gender-age-broad"].sigma == pytest.approx(sigma)


def test_overlapping_tables_agree_where_nothing_is_cut_off():
    workload = generated.basic()
    rng = np.random.default_rng(3)
    truth = {table.name: np.zeros(workload.shape(table), dtype=np.int64) for table in workload.tables}
    noisy = {name: 100_000 + rng.integers(-50, 50, cells.shape) for name, cells in truth.items()}
    estimates = refine.refine(noisy, 10.0, workload)
    by_gender = estimates["gender-age-broad"].value.sum(axis=2)
    assert np.abs(by_gender - estimates["gender"].value).max() <= 13  # rounding of 13 age bands


def test_nobody_is_negative_and_noise_is_not_called_reliable():
    workload = generated.basic()
    nobody = generated.exact(workload, 0)
    reliable = cells = 0
    for estimates in published(workload, nobody):
        for estimate in estimates.values():
            assert estimate.value.min() >= 0
            assert estimate.low.min() >= 0
            reliable, cells = reliable + int(estimate.reliable.sum()), cells + estimate.value.size
    assert reliable / cells <= 0.01


def test_the_noisy_vector_is_published_untouched():
    workload = generated.basic()
    noisy, sigma = protect.protect(generated.exact(workload, 50), workload, RHO)
    estimates = refine.refine(noisy, sigma, workload)
    assert all((estimates[name].noisy == noisy[name]).all() for name in noisy)
    assert min(cells.min() for cells in noisy.values()) < 0
