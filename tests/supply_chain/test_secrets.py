"""Secrets that somebody forgot in the repository are found, in files and in its past, and are never repeated."""

import subprocess

import pytest

from scripts.check_secrets import ALLOWED, kind_of, main

pytestmark = pytest.mark.nodb

RANDOM = "q7Zr2Kx9" + "Vb4Tn8Lw1Pd6"
# in pieces, so that this file holds none
PLANTED = {
    "a private key": "-----BEGIN EC " + "PRIVATE KEY-----",
    "an AWS key": "AKIA" + "J7Q2M4X8R5T1V9B3",
    "a GitHub token": "ghp_" + "a1B2c3D4" * 5,
    "a Slack token": "xoxb-" + "123456789012-abcdefghij",
    "a Google key": "AIza" + ("SyA1b2C3d" * 4)[:35],
    "a signed token": "eyJ" + "hbGciOiJIUzI1NiJ9." + "eyJ" + "zdWIiOiIxMjM0NTY3ODkw." + "abcdefghijklmnopqrstuv",
    "a bearer token": "Authorization: Bearer " + RANDOM * 2,
    "a password in an address": "postgresql://casemgr_app:" + RANDOM + "@db.example/casemgr",
    "a secret that is assigned": 'CASEMGR_SECRET_KEY = "' + RANDOM + '"',
}
HARMLESS = [
    'password = "correct horse battery"',
    'TOKEN_URL = "/oauth/token/of/the/partner"',
    'secret_name = "identity_provider.client_secret"',
    "postgresql://casemgr_app:PASSWORD@HOST:PORT/casemgr",
    "postgresql://{user}:{password}@{host}/x",
    f'token = "{RANDOM}"  # {ALLOWED} made up for this test',
    'hash = "sha256:0a30ef8f5322a4173720ae6712dc9a5e58f5a19868f3f167b4b5778db066c2b5"',
]


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_secret_is_found(kind):
    assert kind_of(f"  {PLANTED[kind]}\n") == kind


@pytest.mark.parametrize("line", HARMLESS)
def test_what_only_looks_like_one_is_not(line):
    assert kind_of(line) == ""


@pytest.fixture
def repository(tmp_path):
    def git(*arguments):
        who = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
        subprocess.run(["git", *who, "-C", str(tmp_path), *arguments], check=True, capture_output=True)

    git("init", "-q")
    secret = tmp_path / "settings.py"
    secret.write_text(f"# one\n{PLANTED['a secret that is assigned']}\n")
    git("add", ".")
    git("commit", "-qm", "Add")
    secret.write_text("# gone\n")
    git("commit", "-qam", "Remove")
    return tmp_path


def test_a_secret_of_the_past_is_found_in_the_past_alone(repository, capsys):
    assert main(["--root", str(repository)]) == 0
    assert main(["--root", str(repository), "--history"]) == 1
    said = capsys.readouterr().out
    assert "settings.py: a secret that is assigned" in said
    assert RANDOM not in said


def test_a_new_file_counts_and_an_ignored_one_does_not(repository, capsys):
    (repository / ".gitignore").write_text("kept/\n")
    (repository / "kept").mkdir()
    for name in ("kept/key.py", "new.py"):
        (repository / name).write_text(PLANTED["a private key"])
    assert main(["--root", str(repository)]) == 1
    said = capsys.readouterr().out
    assert said == "new.py:1: a private key\n1 secrets found.\n"


def test_the_repository_holds_none(capsys):
    assert main([]) == 0, capsys.readouterr().out
