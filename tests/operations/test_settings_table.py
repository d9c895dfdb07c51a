"""docs/operate.md tells every setting that the code reads."""

import re

import pytest

from casemgr.cli.surroundings import ROOT

pytestmark = pytest.mark.nodb
READS = re.compile(
    r"""(?:env\.\w+|environ\.get|environ\.setdefault)\(\s*["']([A-Z_]+)["']"""
    r"""|environ\[["']([A-Z_]+)["']\]"""
)
NOT_OURS = {"DJANGO_SETTINGS_MODULE", "XDG_CONFIG_HOME", "HOME"}


def test_the_table_names_every_setting():
    documented = set(re.findall(r"`([A-Z_]+)`", (ROOT / "docs/operate.md").read_text()))
    for room in ("casemgr", "cases", "referrals", "anonymized_exports", "frontend"):
        for path in (ROOT / room).rglob("*.py"):
            for match in READS.finditer(path.read_text()):
                name = (match[1] or match[2]).removesuffix("_FILE")
                assert name in NOT_OURS or {name, f"{name}_FILE"} & documented, (path, name)
