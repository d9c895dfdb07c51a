"""What dpstats claims, measured on public data made up for the purpose, with noise like that of a release."""

import ast
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from anonymized_exports import dpstats
from tests.exports import generated

pytestmark = pytest.mark.nodb
SIGMA, PEOPLE, RUNS = 25.0, 5000, 120


def noisy(rng, counts):
    return np.rint(counts + rng.normal(0, SIGMA, np.shape(counts)))


def flags_of_people(seed, *, planted):
    """Independent flags; of the first pairs the second is often a copy of the first."""
    flags = generated.independent_flags(generated.basic(), PEOPLE, seed)
    rng = np.random.default_rng(seed)
    for i in range(planted):
        copied = rng.random(PEOPLE) < 0.5
        flags[copied, 2 * i + 1] = flags[copied, 2 * i]
    return flags


def pairs_of(flags, rng, *, aware=True):
    counts = flags.T.astype(int) @ flags.astype(int)
    told = noisy(rng, counts)
    sigma = SIGMA if aware else 1e-6
    singles = {str(i): (noisy(rng, counts[i, i]), sigma) for i in range(len(counts))}
    pairs = {(str(i), str(j)): (told[i, j], sigma) for i, j in combinations(range(len(counts)), 2)}
    return dpstats.pairs_found_together((PEOPLE + rng.normal(0, SIGMA), sigma), singles, pairs)


def false_share(planted, *, aware=True, runs=RUNS):
    """The share of findings that aren't true, on average, and how many of the true ones are found."""
    true = {(str(2 * i), str(2 * i + 1)) for i in range(planted)}
    shares, found = [], []
    for seed in range(runs):
        told = pairs_of(flags_of_people(seed, planted=planted), np.random.default_rng(seed + 9999), aware=aware)
        findings = {(pair.one, pair.other) for pair in told if pair.q <= 0.05}
        shares.append(len(findings - true) / len(findings) if findings else 0.0)
        found.append(len(findings & true))
    return np.mean(shares), np.mean(found)


@pytest.mark.parametrize("planted", [0, 5])
def test_of_what_it_finds_together_at_most_six_in_a_hundred_are_false(planted):
    false, found = false_share(planted)
    assert false <= 0.06
    assert found >= 0.9 * planted


def test_without_the_noise_in_it_most_findings_would_be_false():
    false, _found = false_share(5, aware=False, runs=20)
    assert false > 0.5


def covered(draw, runs=1500):
    """How often the interval holds the truth."""
    rng = np.random.default_rng(1)
    return np.mean([estimate.low <= truth <= estimate.high for truth, estimate in (draw(rng) for _ in range(runs))])


def a_difference(rng):
    a, b = noisy(rng, [300, 260])
    return 40, dpstats.difference(a, b, SIGMA, SIGMA)


def a_share(rng):
    part, rest = noisy(rng, [300, 900])
    return 0.25, dpstats.share(part, rest, SIGMA, SIGMA)


def a_small_share(rng):
    part, whole = noisy(rng, [30, 400])
    return 30 / 400, dpstats.share_of_whole(part, whole, SIGMA, SIGMA)


def a_share_of_a_sample(rng):
    part = rng.binomial(1000, 0.3)
    part, whole = noisy(rng, [part, 1000])
    return 0.3, dpstats.share_of_whole(part, whole, SIGMA, SIGMA, sampled=True)


def a_trend(rng):
    years = np.arange(2016, 2026)
    counts = noisy(rng, rng.poisson(200 * 1.05 ** (years - 2020)))
    return 1.05, dpstats.trend(years, counts, [SIGMA] * 10)


@pytest.mark.parametrize("draw", [a_difference, a_share, a_small_share, a_share_of_a_sample, a_trend])
def test_intervals_hold_the_truth_as_often_as_they_say(draw):
    assert 0.935 <= covered(draw) <= 0.975


def test_a_flat_series_has_no_trend_more_than_one_time_in_twenty():
    rng = np.random.default_rng(2)
    found = [dpstats.trend(range(8), noisy(rng, rng.poisson([150] * 8)), [SIGMA] * 8).p for _ in range(800)]
    assert np.mean(np.array(found) <= 0.05) <= 0.06


def test_a_trend_needs_three_years_and_more_people_than_noise():
    assert dpstats.trend([2020, 2021], [500, 600], [SIGMA] * 2) is None
    assert dpstats.trend([2020, 2021, 2022], [30, 20, 25], [SIGMA] * 3) is None


def test_years_that_jump_about_widen_the_interval():
    calm = dpstats.trend(range(6), [300, 310, 320, 330, 340, 350], [SIGMA] * 6)
    wild = dpstats.trend(range(6), [300, 600, 100, 700, 50, 600], [SIGMA] * 6)
    assert calm.spread == 1 and wild.spread > 3
    assert wild.high / wild.low > calm.high / calm.low


def test_a_share_of_what_may_be_nobody_has_no_upper_end_but_one():
    estimate = dpstats.share(10, 5, SIGMA, SIGMA)
    assert (estimate.low, estimate.high) == (0, 1)


def corridors(rng, *, tied):
    """People by two questions of 40 codes, rarer and rarer; if tied, each code goes with 4 others only."""
    weight = 1 / np.arange(1, 41)
    chance = np.outer(weight, weight)
    if tied:
        chance *= rng.permuted(np.arange(1600).reshape(40, 40) % 10 == 0, axis=1)
    return rng.multinomial(3000, (chance / chance.sum()).ravel()).reshape(40, 40)


def inhabited_of(truth, rng, sigma=5.0):
    """Cells that are called inhabited, and those that stand 3 σ out; counts as a package has them."""
    rows, columns = np.maximum(truth.sum(1) + rng.normal(0, sigma, 40), 0), np.maximum(truth.sum(0), 0)
    values = np.maximum(np.rint(truth + rng.normal(0, sigma, truth.shape)), 0)
    chances = dpstats.chance_empty(values, np.outer(rows, columns) / 3000, sigma)
    return dpstats.inhabited(chances), values >= 3 * sigma


@pytest.mark.parametrize("tied", [False, True])
def test_of_cells_called_inhabited_hardly_any_is_empty(tied):
    rng, empty, called = np.random.default_rng(1), 0, 0
    for _ in range(15):
        truth = corridors(rng, tied=tied)
        found, _clear = inhabited_of(truth, rng)
        empty, called = empty + int((truth[found] == 0).sum()), called + int(found.sum())
    assert called > 15 * 20
    assert empty / called <= 0.06


def test_more_is_found_inhabited_than_stands_clear_of_the_noise():
    rng = np.random.default_rng(2)
    truth = corridors(rng, tied=False)
    found, clear = inhabited_of(truth, rng)
    assert found.sum() > 1.5 * clear.sum()
    assert (truth[found] > 0).mean() > 0.9


def test_where_nobody_is_nothing_is_called_inhabited_and_what_stands_far_out_is():
    rng = np.random.default_rng(3)
    values = np.maximum(np.rint(rng.normal(0, 5, 2000)), 0)
    values[7], values[8] = 60, 29  # the second is asked about, and stands out further than noise does
    found = dpstats.inhabited(dpstats.chance_empty(values, np.full(2000, 0.01), 5.0))
    assert np.flatnonzero(found).tolist() == [7, 8]


def test_q_values_are_those_of_benjamini_and_hochberg():
    # worked by hand: p · m / rank, made monotone from the largest down
    assert dpstats.q_values([0.01, 0.04, 0.03, 0.5]) == pytest.approx([0.04, 0.16 / 3, 0.16 / 3, 0.5])
    assert dpstats.q_values([]) == []


def test_it_stands_alone():
    """It can be installed without the product: only numpy, itself and the standard library."""
    folder = Path(dpstats.__file__).parent
    named = {
        alias.name if isinstance(node, ast.Import) else node.module
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import) or (isinstance(node, ast.ImportFrom) and node.level == 0)
        for alias in node.names
    }
    assert named <= {"numpy", "numpy.typing", "math", "csv", "dataclasses", "collections.abc", "__future__"}
