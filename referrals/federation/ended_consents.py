"""Asking back what was sent once the consent no longer covers it, although nobody revoked the referral itself."""

from __future__ import annotations

from django.db import transaction

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.db.actor import acting_as
from referrals.asking_back import actor_of, sent_and_not_asked_back
from referrals.asking_back import ask_back as ask_one_back
from referrals.models import DisclosureSnapshot, Pairing, Referral
from referrals.standing import standing_of


def ask_back(account: User) -> int:
    """Letters of revocation for the pairing's referrals whose consent ended. How many. Each is asked back once."""
    with acting_as(actor_of(account)), transaction.atomic():
        pairing = Pairing.objects.visible_to(account).get(account=account)
        ended = [referral for referral in sent_and_not_asked_back(account) if not _stands(referral, account)]
        for referral in ended:
            ask_one_back(pairing, referral)
    return len(ended)


def _stands(referral: Referral, account: User) -> bool:
    """Whether the consent still covers what was sent; a suspended partner is no reason to ask it back."""
    snapshot = DisclosureSnapshot.objects.visible_to(account).filter(referral=referral).first()
    standing = standing_of(referral)
    fields = snapshot.fields if snapshot else ()
    return standing is not None and standing.covers(referral, today(referral.sender), fields)
