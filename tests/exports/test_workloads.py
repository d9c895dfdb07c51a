"""The public lists: fixed, and unable to name what may never be counted."""

import copy
import json

import pytest

from anonymized_exports.pipeline import schema
from anonymized_exports.pipeline.errors import WorkloadRefused
from cases.codelists import ctdc

pytestmark = pytest.mark.nodb

CARE = ("services", "unmet", "declined", "referrals", "equity")

#: A change of a list is a new version: raise its number, and write the new digest here.
DIGESTS = {
    ("basic", 1): "8239b5e6",
    ("standard", 1): "902d4c6f",
    ("wide", 1): "b415e61b",
    ("services", 1): "787f049e",
    ("unmet", 1): "f81a703f",
    ("declined", 1): "fd576d5c",
    ("referrals", 1): "829a2e74",
    ("equity", 2): "ec29f248",
}


def documents():
    read = [json.loads((schema.FOLDER / name).read_bytes()) for name in ("basic.json", "ctdc-2024.variables.json")]
    return copy.deepcopy(read)


@pytest.mark.parametrize("name", schema.WORKLOADS)
def test_a_list_changes_only_with_its_version(name):
    workload = schema.load(name)
    assert workload.digest.startswith(DIGESTS[name, workload.version])


@pytest.mark.parametrize(
    ("name", "most"), [("basic", 30), ("standard", 30), ("wide", 240), *[(name, 30) for name in CARE]]
)
def test_a_list_fits_the_smallest_population_it_is_for(name, most):
    assert schema.load(name).total_squared_sensitivity <= most


def test_it_names_the_variables_of_ctdc():
    workload = schema.load("wide")
    assert [v.name for v in (*workload.variables, *workload.flags)] == list(ctdc.VARIABLES)


def test_it_refuses_a_list_that_does_not_ship():
    with pytest.raises(WorkloadRefused, match="unknown_workload"):
        schema.load("../../etc/passwd")


@pytest.mark.parametrize("column", ["organization_id", "opened_on", "narrative", "city", "pseudonym"])
def test_it_refuses_columns_that_may_never_be_counted(column):
    document, lists = documents()
    lists["categorical"][0]["column"] = column
    with pytest.raises(WorkloadRefused, match="forbidden_variable"):
        schema.parse(document, lists)


def test_it_refuses_a_flag_of_another_kind():
    document, lists = documents()
    lists["flags"][0]["column"] = "restricted"
    with pytest.raises(WorkloadRefused, match="forbidden_variable"):
        schema.parse(document, lists)


def test_it_refuses_a_table_by_an_unknown_variable():
    document, lists = documents()
    document["tables"][1]["by"] = ["organization"]
    with pytest.raises(WorkloadRefused, match="forbidden_variable"):
        schema.parse(document, lists)


def test_it_refuses_the_same_table_twice():
    document, lists = documents()
    document["tables"].append(document["tables"][0])
    with pytest.raises(WorkloadRefused, match="repeated_table"):
        schema.parse(document, lists)


def test_any_change_of_codes_changes_the_digest():
    document, lists = documents()
    before = schema.parse(document, lists).digest
    lists["countries"].pop()
    assert schema.parse(document, lists).digest != before
