"""The referrals room."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """App of referrals between organizations, and of the partner API."""

    name = "referrals"
