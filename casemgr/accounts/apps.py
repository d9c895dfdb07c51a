"""The accounts room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """App of organizations and people."""

    name = "casemgr.accounts"
    label = "accounts"

    def ready(self) -> None:
        from casemgr.accounts import held_key, signing_in  # noqa: F401 - they connect the signals
