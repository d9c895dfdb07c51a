"""The models of referrals."""

from .event import ReferralEvent
from .idempotency import IdempotencyRecord
from .party import ReferralParty
from .referral import Referral
from .reminder import Reminder
from .snapshot import DisclosureSnapshot
from .webhook_delivery import WebhookDelivery
from .webhook_endpoint import WebhookEndpoint
from .webhook_event import WebhookEvent

__all__ = [
    "DisclosureSnapshot",
    "IdempotencyRecord",
    "Referral",
    "ReferralEvent",
    "ReferralParty",
    "Reminder",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookEvent",
]
