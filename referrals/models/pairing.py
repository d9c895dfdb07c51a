"""Two organizations on two instances that exchange referrals."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.ids import public_id
from casemgr.scoping import ScopedModel
from referrals.querysets import PairingQuerySet


class Pairing(ScopedModel):
    """An invitation, and what came of it. `partner` stands here for the organization on the other instance.

    `shared_id` is the same on both sides. Keys are public, 32 raw bytes; `next_*` are announced ones that no person has
    looked at yet. Nothing but its confirmation is exchanged before two people on each side compared `fingerprint`.
    """

    class State(models.TextChoices):
        """Where it stands on this side."""

        INVITED = "invited", _("Invited: no answer yet")
        CLAIMED = "claimed", _("Answered: compare the number with them")
        CONFIRMED = "confirmed", _("Confirmed here: waiting for them")
        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")
        ENDED = "ended", _("Ended")

    class Tier(models.TextChoices):
        """How far referrals may go."""

        OFFER = "offer", _("Offers without identity only")
        DISCLOSURE = "disclosure", _("Offers, and what the person agreed to share")

    CLEAR = frozenset(
        (
            "id public_id organization partner account shared_id state invites highest_tier services ends_on instance "
            "url sign seal next_sign next_seal token_hash token_until invited_by first_by first_at second_by second_at "
            "they_confirmed_at signs_with last_sent last_received heard_at created_at"
        ).split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    partner = models.OneToOneField("accounts.Organization", on_delete=models.PROTECT, null=True, related_name="pairing")
    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    shared_id = models.CharField(max_length=22, unique=True)
    state = models.CharField(max_length=12, choices=State, default=State.INVITED)
    invites = models.BooleanField(help_text="Whether this side made the invitation")
    highest_tier = models.CharField(_("how far"), max_length=12, choices=Tier, default=Tier.DISCLOSURE)
    services = ArrayField(models.CharField(max_length=40), default=list, blank=True, help_text="Empty: all")
    ends_on = models.DateField(_("until"))
    instance = models.CharField(max_length=22, blank=True)
    url = models.CharField(max_length=200, blank=True, help_text="Empty: it can't be reached and asks for its letters")
    sign = models.BinaryField(max_length=32, default=b"")
    seal = models.BinaryField(max_length=32, default=b"")
    next_sign = models.BinaryField(max_length=32, default=b"")
    next_seal = models.BinaryField(max_length=32, default=b"")
    token_hash = models.BinaryField(max_length=32, null=True, unique=True)
    token_until = models.DateTimeField(null=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    first_at = models.DateTimeField(null=True)
    second_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)
    they_confirmed_at = models.DateTimeField(null=True)
    signs_with = models.PositiveIntegerField(default=1, help_text="The version of our keys that they know")
    last_sent = models.PositiveBigIntegerField(default=0)
    last_received = models.PositiveBigIntegerField(default=0)
    heard_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PairingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(second_by=None) | ~models.Q(second_by=models.F("first_by")),
                name="pairing_confirmed_by_two",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["invited", "ended"])
                | models.Q(partner__isnull=False, account__isnull=False),
                name="pairing_answered_has_partner",
            ),
        ]

    @property
    def is_active(self) -> bool:
        """Whether referrals pass."""
        return self.state == self.State.ACTIVE
