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


DOCUMENTED = set(re.findall(r"`([A-Z_]+)`", (ROOT / "docs/operate.md").read_text()))
READERS = ("casemgr/**/*.py", "deploy/*", "scripts/*", "run", "tests/browser/chromium.py")


def test_the_table_names_nothing_that_nobody_reads():
    read = "\n".join(path.read_text() for pattern in READERS for path in ROOT.glob(pattern) if path.is_file())
    assert {
        name for name in DOCUMENTED if not re.search(rf"\b{name.removesuffix('_FILE')}\b|\b{name}\b", read)
    } == set()


def test_the_table_names_every_setting():
    for room in ("casemgr", "cases", "referrals", "anonymized_exports", "frontend"):
        for path in (ROOT / room).rglob("*.py"):
            for match in READS.finditer(path.read_text()):
                name = (match[1] or match[2]).removesuffix("_FILE")
                assert name in NOT_OURS or {name, f"{name}_FILE"} & DOCUMENTED, (path, name)
