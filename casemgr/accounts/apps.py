"""The accounts room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """App of organizations and people."""

    name = "casemgr.accounts"
    label = "accounts"
