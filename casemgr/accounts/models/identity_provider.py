"""An organization's own identity provider (OpenID Connect), and who of its people is known there as whom."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.secrets import open_secret, seal_secret
from casemgr.ids import uuid7

from .organization import Organization
from .user import User


class IdentityProvider(models.Model):
    """One provider of one organization; it can sign in nobody else's people."""

    CLEAR = frozenset("id organization issuer client_id sealed_secret required created_at changed_at".split())

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.OneToOneField(Organization, on_delete=models.CASCADE, related_name="identity_provider")
    issuer = models.CharField(_("issuer"), max_length=500, help_text="As the provider writes it, to the letter")
    client_id = models.CharField(_("client id"), max_length=255)
    sealed_secret = models.TextField(help_text="The client secret, sealed under the instance's key for this row")
    required = models.BooleanField(default=False, help_text="Only administrators may sign in another way")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.pk)

    def keep_secret(self, secret: str) -> None:
        """Seal the client secret for this row; it is saved with it."""
        self.sealed_secret = seal_secret(secret, purpose=self.sealing_purpose)

    def secret(self) -> str:
        """The client secret, for the provider alone. Errors: Tampered."""
        return open_secret(self.sealed_secret, purpose=self.sealing_purpose)

    @property
    def sealing_purpose(self) -> str:
        """What the client secret is sealed for: this row alone."""
        return f"identity-provider:{self.pk}"


class ProviderIdentity(models.Model):
    """This account is that subject at the provider. Written once, by a verified e-mail; then only this counts."""

    CLEAR = frozenset("id provider issuer subject user linked_at".split())

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    provider = models.ForeignKey(IdentityProvider, on_delete=models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=500)
    subject = models.CharField(max_length=255)
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="provider_identity")
    linked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "subject"], name="subject_once_per_provider")]

    def __str__(self) -> str:
        return str(self.pk)
