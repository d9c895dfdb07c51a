"""What is done to referrals and the directory: verbs with a named actor. Pages and partner API call the same ones."""

from .answer import accept, acknowledge, decline, waitlist
from .clock import escalate, expire_overdue, keep_time, purge, remind
from .directory import (
    keep_location,
    keep_organization,
    keep_service,
    retire,
    reveal_whereabouts,
    set_capacity,
    verify,
)
from .directory_files import FileRefused, Imported, export_directory, import_directory
from .draft import change_draft, draft
from .outside_partners import (
    add_outside,
    change_outside,
    check_outside,
    confirm_outside,
    end_outside,
    refuse_outside,
)
from .outside_telling import ask_back, hand_over, open_for_partner
from .phone import record_phone_call
from .read import Disclosure, read_disclosure
from .service import complete, end, record_contact
from .stop import mark_error, revoke, withdraw
from .submit import submit
from .webhook_sending import disable_webhook, enable_webhook, redeliver, try_webhook
from .webhooks import add_webhook, remove_webhook, rotate_webhook_secret

__all__ = [
    "Disclosure",
    "FileRefused",
    "Imported",
    "accept",
    "acknowledge",
    "add_outside",
    "add_webhook",
    "ask_back",
    "change_draft",
    "change_outside",
    "check_outside",
    "complete",
    "confirm_outside",
    "decline",
    "disable_webhook",
    "draft",
    "enable_webhook",
    "end",
    "end_outside",
    "escalate",
    "expire_overdue",
    "export_directory",
    "hand_over",
    "import_directory",
    "keep_location",
    "keep_organization",
    "keep_service",
    "keep_time",
    "mark_error",
    "open_for_partner",
    "purge",
    "read_disclosure",
    "record_contact",
    "record_phone_call",
    "redeliver",
    "refuse_outside",
    "remind",
    "remove_webhook",
    "retire",
    "reveal_whereabouts",
    "revoke",
    "rotate_webhook_secret",
    "set_capacity",
    "submit",
    "try_webhook",
    "verify",
    "waitlist",
    "withdraw",
]
