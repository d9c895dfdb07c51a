"""The database ground: functions that tell policies who is asking."""

from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    """App of the `app` schema: signed actor context and its secret."""

    name = "casemgr.db"
    label = "database"
