"""The models of referrals."""

from .event import ReferralEvent
from .idempotency import IdempotencyRecord
from .party import ReferralParty
from .referral import Referral
from .reminder import Reminder
from .snapshot import DisclosureSnapshot

__all__ = ["DisclosureSnapshot", "IdempotencyRecord", "Referral", "ReferralEvent", "ReferralParty", "Reminder"]
