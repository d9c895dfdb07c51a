"""Every package that is installed was locked with its hashes, and every install goes by the lock."""

import hashlib
import re
import tomllib

import pytest

from casemgr.cli.surroundings import ROOT
from scripts import licences, lock
from scripts.checks import verdict_of

pytestmark = pytest.mark.nodb
PACKAGES = {name: one for name, one in lock.read().items() if name != lock.OURS}
INSTALLERS = ("scripts/environment.sh", "deploy/Dockerfile", "docs/operate.md", "run", "test", ".ci/run")


def test_every_file_of_every_package_has_its_hash():
    without = [(one.name, file.url) for one in PACKAGES.values() for file in one.files if not is_hash(file.sha256)]
    assert without == []
    assert [one.name for one in PACKAGES.values() if not one.files] == []
    assert len(PACKAGES) > 80


def is_hash(word):
    return re.fullmatch(r"[0-9a-f]{64}", word) is not None


def test_a_lock_without_a_hash_is_noticed(tmp_path):
    planted = tmp_path / "uv.lock"
    planted.write_text('[[package]]\nname = "a"\nversion = "1"\nsdist = { url = "https://a.example/a-1.tar.gz" }\n')
    assert [file.sha256 for file in lock.read(planted)["a"].files] == [""]


@pytest.mark.parametrize("place", INSTALLERS)
def test_installs_go_by_the_lock(place):
    path = ROOT / place
    lines = path.read_text().splitlines() if path.exists() else []
    for line in lines:
        if "uv sync" in line:
            assert "--locked" in line, line
        elif re.search(r"\bpip install\b", line):
            assert re.search(r"\buv==", line), line  # the one thing that comes before the lock, in a fixed version
        assert "--no-verify-hashes" not in line


def test_the_installers_were_looked_at():
    said = "".join((ROOT / place).read_text() for place in INSTALLERS if (ROOT / place).exists())
    assert said.count("uv sync") >= 4


def test_what_is_asked_for_is_locked():
    about = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lines = [*about["project"]["dependencies"], *about["dependency-groups"]["dev"]]
    asked = {re.sub(r"[-_.]+", "-", re.match(r"[A-Za-z0-9._-]+", line)[0]).lower() for line in lines}
    assert asked > {"django", "psycopg", "pytest"}
    assert asked - set(PACKAGES) == set()


@pytest.mark.parametrize("name", sorted(lock.shipped(lock.read())))
def test_its_licence_lets_it_be_shipped(name):
    said = licences.of_package(name)
    assert licences.may_be_shipped(said) or name in ELSEWHERE, f"{name}: {said!r}"


# asked for on other platforms than this one alone, so not installed here; their licences were read where they are kept
ELSEWHERE = {"tzdata", "colorama"}


@pytest.mark.parametrize("said", ["AGPL-3.0-only", "GPL-3.0-or-later", "Proprietary", "", "MIT AND GPL-2.0-only"])
def test_other_licences_are_not_shipped(said):
    assert not licences.may_be_shipped(said)


def test_front_end_files_are_what_the_manifest_says():
    files = {one["file"]: one for one in licences.vendored()}
    there = {path.name for path in licences.VENDOR.iterdir()} - {"manifest.json"}
    assert set(files) == there
    for name, one in files.items():
        assert hashlib.sha256((licences.VENDOR / name).read_bytes()).hexdigest() == one["sha256"], name
        assert licences.may_be_shipped(one["licence"])


def test_only_the_advisories_may_be_unable_to_say_anything():
    assert verdict_of("advisories", 3) == "NOT CHECKED"
    assert verdict_of("advisories", 1) == verdict_of("tests", 3) == verdict_of("secrets", 1) == "FAILED"
