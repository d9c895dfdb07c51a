"""Asking back what was sent once the consent no longer covers it, although nobody revoked the referral itself."""

from __future__ import annotations

from django.db import transaction

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import User
from referrals.asking_back import ask_back as ask_one_back
from referrals.asking_back import sent_and_not_asked_back
from referrals.errors import ConsentNotInForce
from referrals.models import DisclosureSnapshot, Pairing, Referral
from referrals.standing import require_standing


def ask_back(account: User) -> int:
    """Letters of revocation for the pairing's referrals whose consent ended. How many. Each is asked back once."""
    with acting_as_user(account), transaction.atomic():
        pairing = Pairing.objects.visible_to(account).get(account=account)
        if not pairing.is_active:
            return 0
        ended = [referral for referral in sent_and_not_asked_back(account) if not _stands(referral, account)]
        for referral in ended:
            ask_one_back(pairing, referral)
    return len(ended)


def _stands(referral: Referral, account: User) -> bool:
    snapshot = DisclosureSnapshot.objects.visible_to(account).filter(referral=referral).first()
    try:
        require_standing(referral, snapshot.fields if snapshot else ())
    except ConsentNotInForce:
        return False
    return True
