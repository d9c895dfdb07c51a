"""What is published holds: intervals, totals, no negative people."""

from math import sqrt

import numpy as np
import pytest

from anonymized_exports.pipeline import accounting, interval, protect, refine, schema
from tests.exports import generated
from tests.exports.generated import RHO

pytestmark = pytest.mark.nodb
ROUNDS = 16


def published(workload, truth, rounds=ROUNDS):
    """Each round's refined tables, through the real noise."""
    for _ in range(rounds):
        noisy, sigmas = protect.protect({k: v.copy() for k, v in truth.items()}, workload, RHO)
        yield refine.refine(noisy, sigmas, workload)


def require_95(held, cells_alike):
    """A share of cells within 93-97 %, and no further from 95 % than chance explains: 5 standard errors.

    Cells of one round share noise through what overlaps; a round's effective number is taken as `cells_alike`.
    """
    share = np.mean(held)
    assert 0.93 <= share <= 0.97
    assert abs(share - 0.95) <= 5 * sqrt(0.95 * 0.05 / (cells_alike * ROUNDS)) + 0.003  # whole people: rounding


@pytest.mark.parametrize("where", ["everywhere", "people", "nobody"])
def test_intervals_hold_the_true_count_in_95_of_100_cells_also_of_the_empty(where):
    workload = generated.basic()
    truth = generated.exact(workload, 5000)
    cells = {"everywhere": lambda t: t >= 0, "people": lambda t: t > 0, "nobody": lambda t: t == 0}[where]
    held = [
        ((e[name].low <= truth[name]) & (truth[name] <= e[name].high))[cells(truth[name])]
        for e in published(workload, truth)
        for name in truth
    ]
    require_95(np.concatenate(held), sum(cells(t).sum() for t in truth.values()) / 2)


@pytest.mark.parametrize("true", [0, 2, 10, 15, 19, 25, 39, 60, 500])
def test_an_interval_holds_any_count_that_is_not_negative_in_95_of_100_draws(true):
    mean = true + np.rint(np.random.default_rng(true).normal(0, 10, 40_000))
    low, high = interval.of_counts(mean, 10.0)
    assert np.mean((low <= true) & (true <= high)) == pytest.approx(0.95, abs=5 * sqrt(0.95 * 0.05 / 40_000))


def test_an_interval_is_never_empty_and_never_below_nobody():
    low, high = interval.of_counts(np.linspace(-200, 200, 4001), 10.0)
    assert low.min() >= 0
    assert (low <= high).all()
    assert (np.diff(low) >= 0).all()
    assert (np.diff(high) >= 0).all()


def test_overlapping_tables_make_each_other_more_precise():
    workload = schema.load("standard")
    sigmas = accounting.sigmas_for(workload, RHO)
    noisy = {table.name: np.zeros(workload.shape(table), dtype=np.int64) for table in workload.tables}
    estimates = refine.refine(noisy, sigmas, workload)
    assert all(estimates[name].sigma <= sigma for name, sigma in sigmas.items())
    assert estimates["total"].sigma < 0.8 * sigmas["total"]
    assert estimates["gender"].sigma < 0.9 * sigmas["gender"]


def test_the_stated_sigma_is_that_of_the_estimates():
    workload = generated.basic()
    sigmas, rng = accounting.sigmas_for(workload, RHO), np.random.default_rng(4)
    spread = {name: [] for name in sigmas}
    for _ in range(150):
        noisy = {t.name: np.rint(rng.normal(1e6, sigmas[t.name], workload.shape(t))) for t in workload.tables}
        estimates = refine.refine({name: cells.astype(np.int64) for name, cells in noisy.items()}, sigmas, workload)
        for name, found in spread.items():
            found.append(estimates[name].value.ravel()[:8])
    for name, found in spread.items():
        assert np.std(found, axis=0).mean() == pytest.approx(estimates[name].sigma, rel=0.12), name


def test_overlapping_tables_agree_where_nothing_is_cut_off():
    workload = generated.basic()
    rng = np.random.default_rng(3)
    noisy = {table.name: 100_000 + rng.integers(-50, 50, workload.shape(table)) for table in workload.tables}
    estimates = refine.refine(noisy, dict.fromkeys(noisy, 10.0), workload)
    by_gender = estimates["gender-age-broad"].value.sum(axis=2)
    assert np.abs(by_gender - estimates["gender"].value).max() <= 13  # rounding of 13 age bands


def test_it_is_the_best_linear_unbiased_estimate():
    """The same numbers as weighted least squares over the cells of the full cross table."""
    workload = generated.basic()
    gender, age = (next(v for v in workload.variables if v.name == name) for name in ("gender", "ageBroad"))
    tables = [t for t in workload.tables if t.flags == 0 and set(t.by) <= {gender, age}]
    rng, sigmas = np.random.default_rng(5), accounting.sigmas_for(workload, RHO)
    noisy = {t.name: 10_000 + rng.integers(-90, 90, workload.shape(t)) for t in workload.tables}
    cells = [(g, a) for g in range(len(gender.codes)) for a in range(len(age.codes))]
    rows, seen = [], []
    for table in tables:
        for index in np.ndindex(workload.shape(table)[1:]):
            wanted = dict(zip(table.by, index, strict=True))
            rows.append([(wanted.get(gender, g) == g and wanted.get(age, a) == a) / sigmas[table.name]
                         for g, a in cells])  # fmt: skip
            seen.append(noisy[table.name][(0, *index)] / sigmas[table.name])
    best, *_rest = np.linalg.lstsq(np.array(rows, dtype=float), np.array(seen), rcond=None)
    joint = next(t for t in tables if len(t.by) == 2)
    alone = schema.Workload(**{**vars(workload), "tables": tuple(tables)})
    found = refine.refine(noisy, sigmas, alone)[joint.name].value[0]
    order = best.reshape(len(gender.codes), len(age.codes))
    assert np.abs(found - (order if joint.by[0] == gender else order.T)).max() <= 0.51


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
    noisy, sigmas = protect.protect(generated.exact(workload, 50), workload, RHO)
    estimates = refine.refine(noisy, sigmas, workload)
    assert all((estimates[name].noisy == noisy[name]).all() for name in noisy)
    assert min(cells.min() for cells in noisy.values()) < 0
