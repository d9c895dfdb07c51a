"""Ids that leave the house: random, short, safe in addresses and on command lines."""

import re

import pytest

from casemgr.ids import public_id

pytestmark = pytest.mark.nodb


def test_no_id_looks_like_an_option_or_needs_escaping():
    made = [public_id() for _ in range(5000)]
    assert len(set(made)) == len(made)
    assert all(re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_-]{21}", one) for one in made)
