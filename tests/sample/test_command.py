"""`casemgr sample` writes files without an instance, a file for each organization when asked."""

import argparse
import csv

import pytest

from casemgr.cli import sample
from casemgr.cli.refusal import Refused

pytestmark = pytest.mark.nodb


def run(*words):
    parser = argparse.ArgumentParser()
    sample.add_parser(parser.add_subparsers())
    return sample.run(parser.parse_args(["sample", *map(str, words)]))


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def test_it_writes_a_file(tmp_path):
    assert run("--cases", 12, "--format", "ctdc", "--out", tmp_path / "a.csv") == 0
    assert len(rows(tmp_path / "a.csv")) == 12


def test_it_writes_a_file_for_each_organization_without_repeating_anybody(tmp_path):
    run("--cases", 11, "--organizations", 3, "--out", tmp_path / "a.csv")
    parts = [rows(tmp_path / f"a-{number}.csv") for number in (1, 2, 3)]
    assert [len(part) for part in parts] == [4, 4, 3]
    assert len({row[0] for part in parts for row in part}) == 11


def test_the_same_seed_writes_the_same_file(tmp_path):
    for name in ("a.csv", "b.csv"):
        run("--cases", 20, "--seed", 5, "--out", tmp_path / name)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_it_refuses_less_than_one_case(tmp_path):
    with pytest.raises(Refused):
        run("--cases", 0, "--out", tmp_path / "a.csv")
