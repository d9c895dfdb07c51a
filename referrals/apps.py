"""The referrals room."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """App of referrals between organizations, and of the partner API."""

    name = "referrals"

    def ready(self) -> None:
        from casemgr.accounts import resealing
        from referrals.models import WebhookEndpoint
        from referrals.webhooks.keeping import seal_anew

        resealing.also(lambda: WebhookEndpoint.objects.unscoped("sealed anew for every organization"), seal_anew)
