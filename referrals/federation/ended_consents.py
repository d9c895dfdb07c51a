"""Asking back what was sent once the consent no longer covers it, although nobody revoked the referral itself."""

from __future__ import annotations

from django.db import transaction

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import User
from referrals.errors import ConsentNotInForce
from referrals.lifecycle import RECEIVER_SEES, State, Tier
from referrals.models import DisclosureSnapshot, OutgoingLetter, Pairing, Referral
from referrals.outbox import ask_to_purge, tell_partner
from referrals.standing import require_standing

SHARED = [state for state, tier in RECEIVER_SEES.items() if tier is Tier.DISCLOSURE]


@transaction.atomic
def _one_round(account: User) -> int:
    pairing = Pairing.objects.visible_to(account).filter(account=account).first()
    asked = OutgoingLetter.objects.visible_to(account).filter(kind="revoke").values("referral_id")
    sent = Referral.objects.visible_to(account).select_related("sender", "receiver")
    rows = sent.filter(receiver_id=account.organization_id, state__in=SHARED).exclude(pk__in=asked)
    ended = [referral for referral in rows if pairing is not None and not _stands(referral, account)]
    for referral in ended:
        ask_to_purge(referral)
        tell_partner(pairing, "revoke", referral=referral)  # type: ignore[arg-type]
    return len(ended)


def ask_back(account: User) -> int:
    """Letters of revocation for the pairing's referrals whose consent ended. How many. Each is asked back once."""
    with acting_as_user(account):
        return _one_round(account)


def _stands(referral: Referral, account: User) -> bool:
    snapshot = DisclosureSnapshot.objects.visible_to(account).filter(referral=referral).first()
    try:
        require_standing(referral, snapshot.fields if snapshot else ())
    except ConsentNotInForce:
        return State(referral.state) is State.REVOKED
    return True
