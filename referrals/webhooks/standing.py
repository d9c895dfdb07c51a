"""Whether an event may go out now: asked again at every attempt, because much changes in 75 hours."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from casemgr.accounts.models import User
from referrals.codes import Role
from referrals.errors import ConsentNotInForce
from referrals.models import Referral, WebhookEndpoint, WebhookEvent
from referrals.standing import require_standing

from .kinds import ENDS


class Stop(StrEnum):
    """Why nothing is sent, as a code."""

    SUSPENDED = "suspended"
    DISABLED = "disabled"
    NOT_VISIBLE = "not_visible"
    CONSENT = "consent"


def stop_of(event: WebhookEvent, endpoint: WebhookEndpoint, account: User) -> Stop | None:
    """Why this event isn't sent to this endpoint now; None when it is. Wants a transaction that states `account`.

    `account` is the endpoint's system as it stands now. A receiver isn't called to something that the person's consent
    no longer covers, or whose sender was suspended; that it ended, it is told.
    """
    if not account.has_access:
        return Stop.SUSPENDED
    if not endpoint.is_active:
        return Stop.DISABLED
    return _of_referral(event, event.referral_id, account) if event.referral_id else None


def _of_referral(event: WebhookEvent, referral_id: UUID, account: User) -> Stop | None:
    seen = Referral.objects.visible_to(account).select_related("sender", "receiver")
    referral = seen.filter(pk=referral_id).first()
    if referral is None:
        return Stop.NOT_VISIBLE
    if event.type in ENDS or referral.role_of(account.organization_id) is Role.SENDER:
        return None
    try:
        require_standing(referral)
    except ConsentNotInForce:
        return Stop.CONSENT
    return None
