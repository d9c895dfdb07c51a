"""What is done to referrals: verbs with a named actor. The pages and the partner API call the same ones."""

from .answer import accept, acknowledge, decline
from .draft import change_draft, draft
from .read import Disclosure, read_disclosure
from .service import complete, record_contact
from .stop import revoke, withdraw
from .submit import submit
from .webhook_sending import disable_webhook, enable_webhook, redeliver, try_webhook
from .webhooks import add_webhook, remove_webhook, rotate_webhook_secret

__all__ = [
    "Disclosure",
    "accept",
    "acknowledge",
    "add_webhook",
    "change_draft",
    "complete",
    "decline",
    "disable_webhook",
    "draft",
    "enable_webhook",
    "read_disclosure",
    "record_contact",
    "redeliver",
    "remove_webhook",
    "revoke",
    "rotate_webhook_secret",
    "submit",
    "try_webhook",
    "withdraw",
]
