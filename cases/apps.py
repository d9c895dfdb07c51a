"""The casework room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """App of people, cases and consents."""

    name = "cases"
