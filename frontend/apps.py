"""The web room."""

from django.apps import AppConfig


class FrontendConfig(AppConfig):
    """App of pages, forms and what they are made of."""

    name = "frontend"
    label = "frontend"
