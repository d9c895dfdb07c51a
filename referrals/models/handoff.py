"""A warm hand-off: a meeting of both sides with the person, so that nobody is only sent somewhere."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemgr.ids import public_id
from casemgr.scoping import ScopedModel
from referrals.codes import HandOffKind, HandOffPlace, HandOffResult, HandOffState
from referrals.querysets import OnReferralQuerySet

from .referral import Referral


class HandOff(ScopedModel):
    """When, how and where both meet the person; codes and a time. Who comes along is said in a message's words."""

    CLEAR = frozenset(
        "id public_id referral proposed_by kind place starts_at interpreter state result version created_at".split()
    )

    public_id = models.CharField(max_length=22, default=public_id, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="handoffs")
    proposed_by = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("how"), max_length=12, choices=HandOffKind)
    place = models.CharField(_("where"), max_length=10, choices=HandOffPlace)
    starts_at = models.DateTimeField(_("when"))
    interpreter = models.BooleanField(_("an interpreter comes too"), default=False)
    state = models.CharField(max_length=10, choices=HandOffState, default=HandOffState.PROPOSED)
    result = models.CharField(max_length=10, choices=HandOffResult, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OnReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral", "public_id"], name="one_handoff_per_id"),
            models.CheckConstraint(
                condition=Q(result="", state__in=["proposed", "agreed", "declined", "cancelled"])
                | (~Q(result="") & Q(state__in=["done", "missed"])),
                name="handoff_result_when_over",
            ),
        ]
        indexes = [models.Index(fields=["referral", "starts_at"], name="handoffs_of_referral")]
