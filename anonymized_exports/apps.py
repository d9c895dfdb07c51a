"""The room of statistics without names."""

from django.apps import AppConfig


class AnonymizedExportsConfig(AppConfig):
    """App of releases, their privacy ledger and their approvals."""

    name = "anonymized_exports"
