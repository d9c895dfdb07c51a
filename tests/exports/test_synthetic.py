"""Synthetic rows: near the published tables, never a combination that they withhold, the same for the same seed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anonymized_exports.pipeline import accounting, refine, schema
from anonymized_exports.pipeline.refine import Estimate
from anonymized_exports.pipeline.synthetic.rows import synthesize
from tests.exports import generated
from tests.exports.generated import RHO

pytestmark = pytest.mark.nodb


def published(workload, number, seed=1, rho=RHO):
    """Estimates from made-up people with rounded normal noise of a release's σ."""
    rng, sigmas = np.random.default_rng(seed), accounting.sigmas_for(workload, rho)
    exact = generated.exact(workload, number, seed)
    noisy = {n: np.rint(c + rng.normal(0, sigmas[n], c.shape)).astype(np.int64) for n, c in exact.items()}
    return refine.refine(noisy, sigmas, workload)


def withheld(workload, estimates, made):
    """Combinations of some row that a published table has as 0 or as noise: looked up cell by cell."""
    place = {column.name: i for i, column in enumerate(made.columns)}
    rows = {tuple(row) for row in made.answers.tolist()}
    blank = [column.blank for column in made.columns]
    found = set()
    for table in workload.tables:
        if not table.by and not table.flags:
            continue
        one = estimates[table.name]
        for i, flags in enumerate(workload.flag_keys(table)):
            names = [*flags, *(variable.name for variable in table.by)]
            for row in rows:
                codes = [row[place[name]] for name in names]
                if any(code == blank[place[name]] for code, name in zip(codes, names, strict=True)):
                    continue
                cell = (i, *codes[len(flags) :])
                if not one.reliable[cell] or one.value[cell] == 0:
                    found.add((table.name, cell))
    return found


@pytest.mark.parametrize(("name", "number"), [("basic", 5000), ("standard", 5000), ("services", 5000),
                                              ("equity", 5000), ("referrals", 3000), ("unmet", 1000)])  # fmt: skip
def test_nothing_withheld_is_in_a_row(name, number):
    workload = schema.load(name)
    estimates = published(workload, number)
    made = synthesize(estimates, workload, 7)
    assert len(made) == estimates["total"].value.sum()
    assert withheld(workload, estimates, made) == set()
    flags = [i for i, column in enumerate(made.columns) if column.is_flag]
    assert (made.answers[:, flags] == 0).sum(axis=1).max() <= workload.flag_cap


#: people that counts may be off by on average, where the tables say as much as this list's do at ε = 2
@pytest.mark.parametrize(("name", "one", "two"), [("basic", 3, 5), ("standard", 8, 10)])
def test_counts_of_rows_are_near_the_published_ones(name, one, two):
    workload = schema.load(name)
    means = {d.answers: d.mean for d in synthesize(published(workload, 5000), workload, 7).distances}
    assert means[1] <= one
    assert means[2] <= two


def test_distances_are_what_counting_the_rows_again_gives():
    workload = schema.load("basic")
    estimates = published(workload, 2000)
    made = synthesize(estimates, workload, 7)
    gender, age = (next(i for i, c in enumerate(made.columns) if c.name == name) for name in ("gender", "ageBroad"))
    table = next(t for t in workload.tables if t.name == "gender-age-broad")
    off = []
    for cell in zip(*np.nonzero(estimates[table.name].reliable[0]), strict=True):
        if value := estimates[table.name].value[(0, *cell)]:
            count = ((made.answers[:, gender] == cell[0]) & (made.answers[:, age] == cell[1])).sum()
            off.append(abs(int(count) - int(value)))
    two = next(d for d in made.distances if d.answers == 2)
    assert (two.cells, two.largest) == (len(off), max(off))
    assert two.mean == pytest.approx(np.mean(off))


def test_exact_tables_that_agree_are_met():
    """Without noise and with everything told, rows of a list without cycles are off by rounding alone."""
    workload = schema.load("basic")
    exact = generated.exact(workload, 3000)
    estimates = {name: told(cells) for name, cells in exact.items()}
    for distance in synthesize(estimates, workload, 1).distances:
        assert distance.largest <= 1


def told(cells):
    return Estimate(cells, cells, cells, cells, cells > 0, 1.0)


def test_the_same_seed_gives_the_same_rows_and_another_others():
    workload = schema.load("basic")
    estimates = published(workload, 1000)
    one, same, other = (synthesize(estimates, workload, seed) for seed in (3, 3, 4))
    assert (one.answers == same.answers).all()
    assert (one.answers != other.answers).any()


SMALL = {
    "name": "small", "version": 1, "title": "", "smallest_population": 1, "flag_cap": 2,
    "tables": [{"name": "total", "by": []}, {"name": "gender", "by": ["gender"]},
               {"name": "both", "by": ["gender", "ageBroad"]}, {"name": "year", "by": ["yearOfRegistration"]},
               {"name": "years", "by": ["yearOfRegistration", "ageBroad"]},
               {"name": "three", "by": ["gender", "ageBroad", "yearOfRegistration"]},
               {"name": "flags", "flags": 1, "by": []}, {"name": "flags-gender", "flags": 1, "by": ["gender"]},
               {"name": "pairs", "flags": 2, "by": ["gender"]}],
}  # fmt: skip
CODES = [{"code": code, "label": code} for code in "abc"]
LISTS = {
    "source": "", "not_an_answer": [],
    "categorical": [{"name": name, "column": column, "label": name, "codes": CODES} for name, column in (
        ("gender", "gender"), ("ageBroad", "age_broad"), ("yearOfRegistration", "year_of_registration"))],
    "flags": [{"name": name, "column": f"means_{name}", "label": name} for name in ("one", "two", "three")],
}  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_whatever_is_published_nothing_withheld_is_in_a_row(data):
    """Also where tables contradict each other, and where nearly everything is withheld."""
    workload = schema.parse(SMALL, LISTS)
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    share, most = data.draw(st.floats(0, 1)), data.draw(st.integers(0, 60))
    estimates = {}
    for table in workload.tables:
        cells = rng.integers(0, most + 1, workload.shape(table))
        estimates[table.name] = Estimate(cells, cells, cells, cells, rng.random(cells.shape) < share, 1.0)
    made = synthesize(estimates, workload, data.draw(st.integers(0, 2**31 - 1)))
    assert len(made) == estimates["total"].value.sum()
    assert withheld(workload, estimates, made) == set()
    flags = [i for i, column in enumerate(made.columns) if column.is_flag]
    assert not len(made) or (made.answers[:, flags] == 0).sum(axis=1).max() <= workload.flag_cap
