"""Where an organization's own system wants to be told that a referral moved."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.errors import Tampered
from casemgr.encryption.secrets import open_secret, seal_secret
from casemgr.ids import public_id
from casemgr.scoping import ScopedModel
from referrals.webhooks.querysets import EndpointQuerySet
from referrals.webhooks.signing import new_secret

OVERLAP = datetime.timedelta(hours=24)


class WebhookEndpoint(ScopedModel):
    """An address of one partner system (`account`), told no more than that system may read itself.

    Address and secrets are sealed under the instance's key: addresses of hooks often hold a secret of their own, and
    an administrator must be able to end one while the organization's key is locked. They tell of no survivor.
    """

    class State(models.TextChoices):
        """Whether anything is sent."""

        ACTIVE = "active", _("Active")
        DISABLED = "disabled", _("Disabled")

    class Reason(models.TextChoices):
        """Why nothing is sent."""

        GONE = "gone", _("The address answered 410: it is gone for good")
        PERSON = "person", _("Disabled by an administrator")

    organization_id: UUID
    CLEAR = frozenset(
        "id public_id organization account sealed_url sealed_secret sealed_previous previous_until state reason "
        "state_since version created_at".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    organization = models.ForeignKey("accounts.Organization", on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, related_name="+", help_text="The system's service account"
    )
    sealed_url = models.TextField()
    sealed_secret = models.TextField()
    sealed_previous = models.TextField(blank=True, help_text="The secret before, while both are valid")
    previous_until = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    reason = models.CharField(max_length=10, choices=Reason, blank=True)
    state_since = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="active", reason="") | (Q(state="disabled") & ~Q(reason="")),
                name="endpoint_disabled_says_why",
            ),
            models.CheckConstraint(
                condition=Q(sealed_previous="", previous_until=None)
                | (~Q(sealed_previous="") & Q(previous_until__isnull=False)),
                name="endpoint_previous_secret_ends",
            ),
        ]
        indexes = [models.Index(fields=["organization", "state"], name="endpoints_of_organization")]

    @property
    def is_active(self) -> bool:
        """Whether events are sent here."""
        return self.state == self.State.ACTIVE

    def keep_url(self, url: str) -> None:
        """Seal the address for this row; it is saved with it."""
        self.sealed_url = seal_secret(url, purpose=self.url_purpose)

    def url(self) -> str:
        """The address. Errors: Tampered."""
        return open_secret(self.sealed_url, purpose=self.url_purpose)

    def known_url(self) -> str | None:
        """The address for showing; None once its key is gone, after a restore for example."""
        try:
            return self.url()
        except Tampered:
            return None

    def renew_secret(self) -> str:
        """Make a secret, seal it for this row and return it; the one before stays valid for OVERLAP."""
        if self.sealed_secret:
            self.sealed_previous, self.previous_until = self.sealed_secret, timezone.now() + OVERLAP
        secret = new_secret()
        self.sealed_secret = seal_secret(secret, purpose=self.secret_purpose)
        return secret

    def secrets(self, at: datetime.datetime) -> list[str]:
        """What a message of this time is signed with, the newest first. Errors: Tampered."""
        sealed = [self.sealed_secret]
        if self.previous_until is not None and at < self.previous_until:
            sealed.append(self.sealed_previous)
        return [open_secret(one, purpose=self.secret_purpose) for one in sealed]

    @property
    def url_purpose(self) -> str:
        """What the address is sealed for: this row alone."""
        return f"webhook-url:{self.pk}"

    @property
    def secret_purpose(self) -> str:
        """What both secrets are sealed for: this row alone."""
        return f"webhook-secret:{self.pk}"
