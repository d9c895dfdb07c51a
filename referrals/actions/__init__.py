"""What is done to referrals: verbs with a named actor. The pages and the partner API call the same ones."""

from .answer import accept, acknowledge, decline
from .draft import change_draft, draft
from .read import Disclosure, read_disclosure
from .service import complete, record_contact
from .stop import revoke, withdraw
from .submit import submit

__all__ = [
    "Disclosure",
    "accept",
    "acknowledge",
    "change_draft",
    "complete",
    "decline",
    "draft",
    "read_disclosure",
    "record_contact",
    "revoke",
    "submit",
    "withdraw",
]
