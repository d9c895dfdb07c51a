"""The sealed words of referrals that hang on a person: what goes when only what was told is erased, and what stays."""

from __future__ import annotations

from typing import Any

from cases.rights.part import Stays
from referrals.models import (
    CarriedLink,
    CarriedReply,
    DeletionAsk,
    DisclosureSnapshot,
    ReferralAttachment,
    ReferralMessage,
    ReferralParty,
    TakeBack,
)

TOLD: dict[type[Any], tuple[str, ...]] = {
    CarriedReply: ("words",),
    DeletionAsk: ("words",),
    ReferralParty: ("error_reason",),
}
STAYS: dict[type[Any], dict[Stays, str]] = {
    CarriedLink: {Stays.SHARED: "content"},
    CarriedReply: {Stays.NAMED: "service telephone"},
    DeletionAsk: {Stays.PROOF: "recipient whom"},
    DisclosureSnapshot: {Stays.SHARED: "content"},
    ReferralAttachment: {Stays.SHARED: "title"},
    ReferralMessage: {Stays.SHARED: "text"},
    TakeBack: {Stays.PROOF: "asked_whom confirmed_whom"},
}
