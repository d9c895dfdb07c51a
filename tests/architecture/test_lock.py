"""What is installed is what was locked: every file of uv.lock has a hash, and every install goes by the lock."""

import re
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.nodb

ROOT = Path(__file__).resolve().parents[2]
INSTALLERS = ("scripts/environment.sh", "deploy/Dockerfile", "docs/operate.md")
PYPI = {"registry": "https://pypi.org/simple"}
SHA256 = re.compile(r"sha256:[0-9a-f]{64}")


def unhashed(lock: str) -> list[str]:
    """The packages of this lock that come from elsewhere than PyPI, or with a file that nobody could verify."""
    return [package["name"] for package in tomllib.loads(lock)["package"] if not verifiable(package)]


def verifiable(package: dict) -> bool:
    if "editable" in package["source"]:
        return package["source"]["editable"] == "."
    files = [*package.get("wheels", ()), *([package["sdist"]] if "sdist" in package else [])]
    return package["source"] == PYPI and bool(files) and all(SHA256.fullmatch(file.get("hash", "")) for file in files)


def unlocked(text: str) -> list[str]:
    """The lines that install without asking the lock."""
    return [line for line in text.splitlines() if re.search(r"\buv sync\b", line) and "--locked" not in line]


def test_every_locked_file_has_a_hash():
    assert unhashed((ROOT / "uv.lock").read_text()) == []


@pytest.mark.parametrize(
    "spoil", [(r', hash = "sha256:[0-9a-f]{64}"', ""), (r"pypi\.org/simple", "example.org/simple")]
)
def test_a_file_without_hash_or_from_elsewhere_is_found(spoil):
    lock = re.sub(*spoil, (ROOT / "uv.lock").read_text(), count=1)
    assert len(unhashed(lock)) == 1


@pytest.mark.parametrize("path", INSTALLERS)
def test_every_install_goes_by_the_lock(path):
    text = (ROOT / path).read_text()
    assert "uv sync" in text
    assert unlocked(text) == []


def test_an_install_past_the_lock_is_found():
    assert unlocked("RUN uv sync --no-dev\nRUN uv sync --locked") == ["RUN uv sync --no-dev"]
