"""The key store as a file of its own: what SQLite leaves behind, and what goes where."""

import sqlite3
import stat
from pathlib import Path

import pytest
from django.db import connections

from casemgr.encryption.models import DataKey
from casemgr.encryption.router import KeyStoreRouter
from tests.encryption.conftest import Card

ROUTER = KeyStoreRouter()


@pytest.mark.nodb
def test_only_key_models_go_to_the_key_store():
    assert ROUTER.db_for_read(DataKey) == ROUTER.db_for_write(DataKey) == "keys"
    assert ROUTER.db_for_read(Card) is None
    assert ROUTER.allow_relation(DataKey(), Card()) is False
    assert ROUTER.allow_migrate("keys", "encryption") is True
    assert ROUTER.allow_migrate("keys", "cases") is ROUTER.allow_migrate("default", "encryption") is False
    assert ROUTER.allow_migrate("default", "cases") is None


@pytest.mark.django_db(databases=["keys"])
def test_sqlite_is_hardened():
    with connections["keys"].cursor() as cursor:
        found = {}
        for pragma in ("journal_mode", "secure_delete", "busy_timeout", "synchronous"):
            cursor.execute(f"PRAGMA {pragma}")
            found[pragma] = cursor.fetchone()[0]
    assert found == {"journal_mode": "wal", "secure_delete": 1, "busy_timeout": 10000, "synchronous": 2}


@pytest.mark.django_db(databases=["keys"])
def test_only_its_owner_can_read_the_file():
    with connections["keys"].cursor() as cursor:
        cursor.execute("PRAGMA database_list")
        path = Path(cursor.fetchone()[2])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.nodb
def test_a_destroyed_key_leaves_no_trace_in_the_file(tmp_path):
    """The settings of the key store, on a plain file: the reason for secure_delete and the checkpoint."""
    path, planted = tmp_path / "keys.sqlite3", b"planted-wrapped-key-0123456789ab"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("CREATE TABLE k (id INTEGER PRIMARY KEY, wrapped BLOB)")
    connection.execute("INSERT INTO k VALUES (1, ?)", [planted])

    def traces():
        return [file.name for file in tmp_path.glob("keys*") if planted in file.read_bytes()]

    assert traces()
    connection.execute("UPDATE k SET wrapped = x''")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert traces() == []
    connection.close()
