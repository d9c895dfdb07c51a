"""docs/keys.md names every key that the code has."""

import re

import pytest

from casemgr.cli.surroundings import ROOT
from casemgr.encryption.purposes import PURPOSES

pytestmark = pytest.mark.nodb


def test_each_purpose_has_its_line_and_no_other_is_named():
    lines = (ROOT / "docs/keys.md").read_text()
    named = set(re.findall(r"^\| `([a-z ]+)` \|", lines, re.MULTILINE))
    assert named == set(PURPOSES)
