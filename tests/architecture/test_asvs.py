"""The list of what proves which requirement names tests that are there."""

import ast
from pathlib import Path

import pytest

from tests.asvs import PROVED_BY

pytestmark = pytest.mark.nodb

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("item", PROVED_BY)
def test_each_item_has_tests_that_are_there(item):
    assert PROVED_BY[item]
    for name in PROVED_BY[item]:
        path, _, test = name.partition("::")
        found = {node.name for node in ast.parse((ROOT / path).read_text()).body if isinstance(node, ast.FunctionDef)}
        assert test in found, name
