"""One row per organization of a referral: its own side, which the other side's rows can't be reached from."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText, KeyOwner
from casemgr.scoping import ScopedModel
from referrals.codes import Role
from referrals.querysets import PartyQuerySet

from .referral import Referral


class ReferralParty(ScopedModel):
    """An organization's side: since when it sees the referral, its own case, consent and worker.

    The receiver's row is made when the referral is submitted: before that there is nothing for it to see. Only the
    sender's row says which case, and which version of which consent, the referral stands on.
    """

    CLEAR = frozenset(
        "id referral organization role visible_from case consent worker onward_from accept_asked_at".split()
    )

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="parties")
    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Role)
    visible_from = models.DateTimeField(auto_now_add=True)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    consent = models.ForeignKey("cases.Consent", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    worker = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    onward_from = models.ForeignKey(
        Referral,
        on_delete=models.DO_NOTHING,
        db_constraint=False,  # erasing what was received must not depend on what another organization made of it
        null=True,
        blank=True,
        related_name="+",
        help_text="The referral that the sender received and passes on; nobody else is told",
    )
    error_reason = EncryptedText(_("why it was a mistake"), max_length=500, blank=True, null=True)
    accept_asked_at = models.DateTimeField(
        null=True, blank=True, help_text="When the worker accepted and the other instance was asked for its release"
    )

    objects = PartyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral", "role"], name="one_party_per_role"),
            models.UniqueConstraint(fields=["referral", "organization"], name="one_party_per_organization"),
            models.CheckConstraint(
                # without either: an organization on another instance, whose cases aren't here (by policy)
                condition=Q(role="receiver")
                | Q(case__isnull=False, consent__isnull=False)
                | Q(case=None, consent=None),
                name="sender_stands_on_consent",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "role", "referral"], name="parties_of_organization"),
            models.Index(fields=["onward_from"], name="parties_onward", condition=Q(onward_from__isnull=False)),
        ]

    def key_owner(self) -> KeyOwner:
        """The person of the sender's case owns the data key; the receiver's row seals nothing."""
        return KeyOwner(self.organization_id, self.case.person_id if self.case else self.pk)
