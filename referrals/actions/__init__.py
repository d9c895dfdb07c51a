"""What is done to referrals: verbs with a named actor. The pages and the partner API call the same ones."""

from .answer import accept, acknowledge, decline, waitlist
from .clock import escalate, expire_overdue, keep_time, purge, remind
from .draft import change_draft, draft
from .phone import record_phone_call
from .read import Disclosure, read_disclosure
from .service import complete, end, record_contact
from .stop import mark_error, revoke, withdraw
from .submit import submit

__all__ = [
    "Disclosure",
    "accept",
    "acknowledge",
    "change_draft",
    "complete",
    "decline",
    "draft",
    "end",
    "escalate",
    "expire_overdue",
    "keep_time",
    "mark_error",
    "purge",
    "read_disclosure",
    "record_contact",
    "record_phone_call",
    "remind",
    "revoke",
    "submit",
    "waitlist",
    "withdraw",
]
