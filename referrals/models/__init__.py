"""The models of referrals and of the service directory."""

from referrals.directory.models import (
    CostOption,
    DirectoryAddress,
    DirectoryLanguage,
    DirectoryLocation,
    DirectoryOrganization,
    DirectoryPhone,
    DirectorySchedule,
    DirectoryService,
    ServiceAtLocation,
    ServiceCapacity,
    Taxonomy,
    TaxonomyTerm,
    TermLink,
)

from .attachment import ReferralAttachment
from .carried import CarriedLink, CarriedReply
from .counted import CountedHouse
from .deletion import DeletionAsk
from .enquiry import Enquiry, EnquiryAnswer
from .event import ReferralEvent
from .handoff import HandOff
from .idempotency import IdempotencyRecord
from .letters import IncomingLetter, OutgoingLetter, SeenNonce
from .message import ReferralMessage
from .outside import OutsidePartner
from .pairing import Pairing
from .party import ReferralParty
from .referral import Referral
from .reminder import Reminder
from .remote import PurgeRequest, RemoteConsent
from .snapshot import DisclosureSnapshot
from .take_back import TakeBack
from .webhook_delivery import WebhookDelivery
from .webhook_endpoint import WebhookEndpoint
from .webhook_event import WebhookEvent

__all__ = [
    "CarriedLink",
    "CarriedReply",
    "CostOption",
    "CountedHouse",
    "DeletionAsk",
    "DirectoryAddress",
    "DirectoryLanguage",
    "DirectoryLocation",
    "DirectoryOrganization",
    "DirectoryPhone",
    "DirectorySchedule",
    "DirectoryService",
    "DisclosureSnapshot",
    "Enquiry",
    "EnquiryAnswer",
    "HandOff",
    "IdempotencyRecord",
    "IncomingLetter",
    "OutgoingLetter",
    "OutsidePartner",
    "Pairing",
    "PurgeRequest",
    "Referral",
    "ReferralAttachment",
    "ReferralEvent",
    "ReferralMessage",
    "ReferralParty",
    "Reminder",
    "RemoteConsent",
    "SeenNonce",
    "ServiceAtLocation",
    "ServiceCapacity",
    "TakeBack",
    "Taxonomy",
    "TaxonomyTerm",
    "TermLink",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookEvent",
]
