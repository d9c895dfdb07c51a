"""The models of referrals."""

from .event import ReferralEvent
from .idempotency import IdempotencyRecord
from .letters import IncomingLetter, OutgoingLetter, SeenNonce
from .pairing import Pairing
from .party import ReferralParty
from .referral import Referral
from .remote import PurgeRequest, RemoteConsent
from .snapshot import DisclosureSnapshot

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
    "RemoteConsent",
    "SeenNonce",
]
