"""The list of what proves which requirement names tests that are there."""

import ast
from pathlib import Path

import pytest

from tests import asvs_page
from tests.asvs import ASVS, PROVED_BY

pytestmark = pytest.mark.nodb

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("item", PROVED_BY)
def test_each_item_has_tests_that_are_there(item):
    assert PROVED_BY[item]
    for name in PROVED_BY[item]:
        path, _, test = name.partition("::")
        found = {node.name for node in ast.parse((ROOT / path).read_text()).body if isinstance(node, ast.FunctionDef)}
        assert test in found, name


def test_the_page_is_fresh():
    assert asvs_page.PAGE.read_text(encoding="utf-8") == asvs_page.page(), "run: python -m tests.asvs_page"


def test_what_is_missing_is_said_and_nothing_else_is():
    assert all((item.met == "yes") == (not item.missing) for item in ASVS.values())
