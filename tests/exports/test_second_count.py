"""Two databases count the same people before noise, and agree in every cell: PostgreSQL by the export's SQL, DuckDB."""

from dataclasses import replace

import numpy as np
import pytest
from django.db import connections

from anonymized_exports.attacks import people, sensitivity
from anonymized_exports.pipeline import bound, measure, schema
from tests.exports import by_duckdb
from tests.exports import factories as make
from tests.exports.factories import OWNER, today
from tests.exports.test_care_workloads import busy, orgs, pool  # noqa: F401 - fixtures

MADE_UP = 1500


def query(sql):
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")
        cursor.execute(sql)
        return cursor.fetchall()


def both(workload, door):
    """Vectors by PostgreSQL and by DuckDB."""
    rows = query(f"SELECT {by_duckdb.columns(workload)} FROM {door} AS door")
    return measure.count(workload, query, door), by_duckdb.count(workload, rows)


def disagreeing(workload, door):
    ours, theirs = both(workload, door)
    assert ours.keys() == theirs.keys()
    return {name for name in ours if not np.array_equal(ours[name], theirs[name])}


def made_up(workload, number=MADE_UP, seed=4):
    """Made-up people, every fourth with all flags, so that the cap has something to do."""
    return people.as_rows(workload, sensitivity.crowd(workload, number, seed))


@pytest.mark.parametrize("name", schema.WORKLOADS)
def test_made_up_people_are_counted_alike_in_every_cell(db, name):
    workload = schema.load(name)
    assert disagreeing(workload, made_up(workload)) == set()


def test_numpy_counts_as_duckdb_does(db):
    workload = schema.load("wide")
    crowd = people.made_up(workload, MADE_UP, 5)
    [ours, theirs], again = both(workload, people.as_rows(workload, crowd)), people.exact(workload, crowd)
    assert all(np.array_equal(theirs[name], again[name]) and np.array_equal(ours[name], again[name]) for name in again)


@pytest.mark.parametrize("name", schema.WORKLOADS)
def test_people_with_records_are_counted_alike_behind_the_real_door(busy, name):  # noqa: F811
    workload = schema.load(name)
    make.people(busy.organization, 25, seed=11, experiences=2)
    query(f"SELECT set_config('door.cutoff', '{today()}', true), set_config('door.family', '{workload.family}', true)")
    ours, theirs = both(workload, workload.door)
    assert ours["total"].sum() > 30
    assert [name for name in ours if not np.array_equal(ours[name], theirs[name])] == []


@pytest.mark.parametrize(
    "broken",
    [
        lambda patch: patch.setattr(bound, "_capped", lambda _workload: "stated"),
        lambda patch: patch.setattr(bound, "_mask", lambda w, mask=bound._mask: mask(swapped(w))),
        lambda patch: patch.setattr(bound, "_code", other_for_missing),
        lambda patch: patch.setattr(measure, "_counts", all_people),
    ],
    ids=["no cap", "a flag for another", "a code for another", "flags not looked at"],
)
def test_a_count_that_is_broken_on_purpose_disagrees(db, monkeypatch, broken):
    workload = schema.load("standard")
    rows = made_up(workload, 300)
    broken(monkeypatch)
    assert disagreeing(workload, rows)


def swapped(workload):
    return replace(workload, flags=(workload.flags[1], workload.flags[0], *workload.flags[2:]))


def other_for_missing(variable, code=bound._code):
    return code(variable).replace("'notCollected' ELSE 'other'", "'other' ELSE 'notCollected'")


def all_people(table, workload, added):
    return [f"{added}::bigint" for _names in workload.flag_keys(table)]
