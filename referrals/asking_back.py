"""Asking another instance to destroy what it was sent, by letters that go out whatever the pairing's standing."""

from __future__ import annotations

from casemgr.accounts.models import User
from casemgr.db.actor import Actor, acting_as
from referrals.lifecycle import RECEIVER_SEES, Tier
from referrals.models import OutgoingLetter, Pairing, Referral
from referrals.outbox import ask_to_purge, tell_partner

SHARED = [state for state, tier in RECEIVER_SEES.items() if tier is Tier.DISCLOSURE]


def actor_of(account: User) -> Actor:
    """The account as if its organization weren't suspended: taking back has to work then too."""
    role = account.role_data
    return Actor(account.pk, account.organization_id, role.row_scope, role.rights)


def sent_and_not_asked_back(account: User) -> list[Referral]:
    """Referrals whose data the account's organization was sent and wasn't asked to destroy; stated as its actor."""
    letters = OutgoingLetter.objects.visible_to(account).filter(kind__in=["revoke", "error"])
    asked = letters.exclude(referral=None).values("referral_id")
    sent = Referral.objects.visible_to(account).select_related("sender", "receiver")
    there = sent.filter(receiver_id=account.organization_id, state__in=SHARED, purged_at=None)
    return list(there.exclude(pk__in=asked))


def ask_back(pairing: Pairing, referral: Referral) -> None:
    """One of them."""
    ask_to_purge(referral)
    tell_partner(pairing, "revoke", referral=referral)


def ask_all_back(pairing: Pairing, account: User) -> int:
    """All of them, as when a pairing ends; inside a transaction. How many."""
    with acting_as(actor_of(account)):
        found = sent_and_not_asked_back(account)
        for referral in found:
            ask_back(pairing, referral)
    return len(found)
