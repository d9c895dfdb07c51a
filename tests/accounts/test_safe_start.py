"""Production doesn't start without a secret, without TLS, or with a login that escapes row-level security."""

from pathlib import Path

import pytest

from casemgr import safe_start


@pytest.fixture
def production(settings, monkeypatch, tmp_path):
    """The web process of an instance that lacks nothing."""
    settings.CASEMGR_DEMO, settings.CASEMGR_PROCESS, settings.BEHIND_TLS = False, "web", True
    for name in safe_start.NEEDED_FILES:
        path = tmp_path / name
        path.touch(mode=0o600)
        path.write_bytes(b"k" * 32)
        setattr(settings, name, str(path))
    for name in ("CASEMGR_TRIAL", "OWNER_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CASEMGR_SECRET_KEY", "s" * 32)
    monkeypatch.setenv("CASEMGR_ALLOWED_HOSTS", "cases.example.org")
    monkeypatch.setenv("DATABASE_URL", "postgresql://casemgr_app@db/casemgr")
    monkeypatch.setenv("KEYS_DATABASE_URL", "postgresql://casemgr_keys@keys/keys")


def test_an_instance_that_lacks_nothing_starts(production):
    safe_start.refuse_unsafe_start()


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("DATABASE_URL", "", "DATABASE_URL is not set"),
        ("KEYS_DATABASE_URL", "", "KEYS_DATABASE_URL is not set"),
        ("KEYS_DATABASE_URL", "sqlite:////data/keys.sqlite3", "KEYS_DATABASE_URL is SQLite"),
        ("OWNER_DATABASE_URL", "postgresql://casemgr_owner@db/casemgr", "OWNER_DATABASE_URL must not be given"),
        ("CASEMGR_SECRET_KEY", "short", "CASEMGR_SECRET_KEY is missing or shorter"),
        ("CASEMGR_SECRET_KEY", "demo" * 8, "CASEMGR_SECRET_KEY is the demo's"),
        ("CASEMGR_ALLOWED_HOSTS", "", "CASEMGR_ALLOWED_HOSTS is not set"),
    ],
)
def test_it_refuses_a_wrong_environment_and_says_which(production, monkeypatch, setting, value, said):
    monkeypatch.setenv(setting, value)
    [problem] = safe_start.problems()
    assert problem.startswith(said)
    with pytest.raises(safe_start.UnsafeStart, match=said):
        safe_start.refuse_unsafe_start()


def test_it_refuses_without_tls(production, settings):
    settings.BEHIND_TLS = False
    [problem] = safe_start.problems()
    assert problem.startswith("CASEMGR_BEHIND_TLS is not set")


def test_unlocked_keys_must_not_reach_a_disk(production, settings, tmp_path, monkeypatch):
    settings.CASEMGR_RUNTIME_DIR = str(tmp_path)
    monkeypatch.setattr(safe_start, "is_in_memory", lambda path: path != tmp_path)
    [problem] = safe_start.problems()
    assert problem.startswith("CASEMGR_RUNTIME_DIR isn't in memory")
    settings.CASEMGR_RUNTIME_DIR = "/dev/shm/casemgr"  # noqa: S108
    assert safe_start.problems() == []


@pytest.mark.parametrize("name", safe_start.NEEDED_FILES)
def test_it_refuses_a_secret_file_that_is_not_kept_well(production, settings, name):
    path = Path(getattr(settings, name))
    path.chmod(0o640)
    assert safe_start.problems() == [f"the file of {name} can be read by others: chmod 600 it"]
    path.chmod(0o600)
    path.write_bytes(b"demo")
    assert safe_start.problems() == [f"{name} holds a demo secret"]
    path.unlink()
    assert safe_start.problems() == [f"{name} names no file"]
    setattr(settings, name, "")
    assert safe_start.problems() == [f"{name} is not set"]


def test_the_apps_own_login_is_fine():
    assert safe_start.login_problems() == []


def test_the_owners_login_is_refused(settings, monkeypatch):
    settings.CASEMGR_DEMO = False
    assert any("owns tables" in problem for problem in safe_start.login_problems("owner"))
    monkeypatch.setattr(safe_start, "login_problems", lambda: ["x"])
    with pytest.raises(safe_start.UnsafeStart):
        safe_start.refuse_unsafe_login()


def test_a_trial_is_let_off_only_on_its_own_machine(monkeypatch, settings):
    monkeypatch.setenv("CASEMGR_TRIAL", "1")
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    assert safe_start.is_trial()
    settings.ALLOWED_HOSTS = ["localhost", "cases.example.org"]
    assert not safe_start.is_trial()
