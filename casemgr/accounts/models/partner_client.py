"""A partner's system, which talks to the API with OAuth 2.0 client credentials."""

from django.db import models
from oauth2_provider.models import AbstractApplication

from .organization import Organization


class PartnerClient(AbstractApplication):
    """An OAuth application of one organization; `user` is its service account, which can't sign in."""

    CLEAR = frozenset(
        "id client_id user client_type authorization_grant_type client_secret hash_client_secret name "
        "skip_authorization created updated algorithm redirect_uris post_logout_redirect_uris allowed_origins "
        "organization cimd_expires_at registration_source".split()
    )

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="clients")

    class Meta(AbstractApplication.Meta):
        swappable = "OAUTH2_PROVIDER_APPLICATION_MODEL"
