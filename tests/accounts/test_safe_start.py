"""Production doesn't start without TLS, with keys in SQLite, or with a login that escapes row-level security."""

import pytest

from casemgr import safe_start


def test_it_refuses_without_tls_and_with_keys_in_sqlite(settings, monkeypatch):
    settings.BEHIND_TLS = False
    monkeypatch.setenv("KEYS_DATABASE_URL", "sqlite:////data/keys.sqlite3")
    said = "\n".join(safe_start.problems())
    assert "CASEMGR_BEHIND_TLS is not set" in said
    assert "KEYS_DATABASE_URL is SQLite" in said
    settings.BEHIND_TLS = True
    monkeypatch.setenv("KEYS_DATABASE_URL", "postgresql://casemgr_keys@keys/keys")
    assert not {"TLS", "SQLite"} & set("\n".join(safe_start.problems()).split())


def test_the_apps_own_login_is_fine(db_ready):
    assert safe_start.login_problems() == []


def test_the_owners_login_is_refused(settings, monkeypatch, db_ready):
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
