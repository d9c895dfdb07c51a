"""Sends the key models to the database alias "keys", and nothing else there."""

from typing import Any

from django.db.models import Model

KEYS = "keys"


class KeyStoreRouter:
    """Keys kept beside the data would come back with any backup of it, so they get a store of their own."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        return KEYS if model._meta.app_label == "encryption" else None

    db_for_write = db_for_read

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool | None:
        homes = {model._meta.app_label == "encryption" for model in (one, other)}
        return False if len(homes) == 2 else None

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        if app_label == "encryption" or db == KEYS:
            return app_label == "encryption" and db == KEYS
        return None
