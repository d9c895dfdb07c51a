"""The key store's app: its models live in the database alias "keys"."""

from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class EncryptionConfig(AppConfig):
    """Registers the key models and hardens a key store kept in SQLite."""

    name = "casemgr.encryption"
    label = "encryption"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from casemgr.encryption import watch  # noqa: F401 - looks after held keys from their first use on

        connection_created.connect(_harden_sqlite, dispatch_uid="casemgr.encryption.harden_sqlite")


def _harden_sqlite(connection: Any, **_: Any) -> None:
    """WAL lets many read while one writes; secure_delete zeroes what a destroyed key leaves in the file."""
    if connection.alias != "keys" or connection.vendor != "sqlite":
        return
    file = Path(connection.settings_dict["NAME"])
    if file.is_file():
        file.chmod(0o600)  # its log files take over the mode
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 10000")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA secure_delete = ON")
