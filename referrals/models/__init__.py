"""The models of referrals."""

from .event import ReferralEvent
from .idempotency import IdempotencyRecord
from .letters import IncomingLetter, OutgoingLetter, SeenNonce
from .pairing import Pairing
from .party import ReferralParty
from .referral import Referral
from .reminder import Reminder
from .remote import PurgeRequest, RemoteConsent
from .snapshot import DisclosureSnapshot
from .webhook_delivery import WebhookDelivery
from .webhook_endpoint import WebhookEndpoint
from .webhook_event import WebhookEvent

__all__ = [
    "DisclosureSnapshot",
    "IdempotencyRecord",
    "IncomingLetter",
    "OutgoingLetter",
    "Pairing",
    "PurgeRequest",
    "Referral",
    "ReferralEvent",
    "ReferralParty",
    "Reminder",
    "RemoteConsent",
    "SeenNonce",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookEvent",
]
