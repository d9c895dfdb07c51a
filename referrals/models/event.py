"""What happened to a referral, once for each organization it concerns."""

from __future__ import annotations

from django.db import models

from casemgr.scoping import ScopedModel
from referrals.codes import Way
from referrals.lifecycle import ActorRole, Event, State
from referrals.querysets import EventQuerySet

from .referral import Referral

#: what happens beside the table of states: writing it down, telephoning, messages, hand-offs, destroying what was told;
#: telling a partner outside what the person agreed to share, and asking it back; asking one to delete what it holds
BESIDE = ("draft", "phone", "message", "handoff", "purge", "hand_over", "ask_back", "ask_deletion", "answer_deletion")


class ReferralEvent(ScopedModel):
    """One step, as one organization may know it. Insert only. The other side's people are not named in it."""

    CLEAR = frozenset("id organization referral event actor_role from_state to_state code way actor through at".split())

    organization = models.ForeignKey("accounts.Organization", on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="events")
    event = models.CharField(max_length=20, choices=[(e, e) for e in (*BESIDE, *Event)])
    actor_role = models.CharField(max_length=20, choices=[(a, a) for a in ActorRole])
    from_state = models.CharField(max_length=20, choices=[(s, s) for s in State], blank=True)
    to_state = models.CharField(max_length=20, choices=[(s, s) for s in State])
    code = models.CharField(max_length=20, blank=True, help_text="Reason, contact result or outcome")
    way = models.CharField(max_length=10, choices=Way, blank=True, help_text="Of what was written down for a receiver")
    actor = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    through = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", help_text="The machine client"
    )
    at = models.DateTimeField(auto_now_add=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["referral", "organization", "id"], name="events_of_referral")]
