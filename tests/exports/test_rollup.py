"""Tables are added up from cubes: each from one that holds it, and none larger than it pays."""

from math import prod

import pytest

from anonymized_exports.pipeline import measure, rollup, schema

pytestmark = pytest.mark.nodb


@pytest.mark.parametrize("name", schema.WORKLOADS)
def test_every_table_is_in_one_cube_that_has_its_variables(name):
    workload = schema.load(name)
    cubes = rollup.cubes(workload)
    held = [table.name for cube in cubes for table in cube.tables]
    assert sorted(held) == sorted(table.name for table in workload.tables)
    for cube in cubes:
        assert all(set(table.by) <= set(cube.by) and bool(table.flags) == cube.flags for table in cube.tables)


@pytest.mark.parametrize("name", schema.WORKLOADS)
def test_a_cube_of_several_tables_stays_small(name):
    for cube in rollup.cubes(schema.load(name)):
        most = rollup.MOST_CODES if cube.flags else rollup.MOST_CELLS
        assert len(cube.tables) == 1 or prod(len(variable.codes) for variable in cube.by) <= most


def test_people_are_read_once_for_each_cube_and_the_door_once():
    workload = schema.load("wide")
    sql = measure.statement(workload)
    assert sql.count("FROM bounded") == len(rollup.cubes(workload)) < len(workload.tables) / 2
    assert sql.count(workload.door) == 1
    assert " JOIN " not in sql
    assert "HAVING" not in sql
