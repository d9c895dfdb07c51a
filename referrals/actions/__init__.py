"""What is done to referrals and the directory: verbs with a named actor. Pages and partner API call the same ones."""

from .answer import accept, acknowledge, decline, waitlist
from .attachments import choose_documents, leave_document, open_attachment, scan_attachment
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
from .enquiries import ask, withdraw_enquiry
from .enquiry_answer import answer_enquiry
from .enquiry_clock import expire_enquiries, purge_enquiries, tell_of_answers
from .handoffs import answer_handoff, propose_handoff, record_handoff
from .mechanism import read_mechanism
from .messages import send_message
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
from .read_messages import Said, read_messages, words_of
from .service import complete, end, record_contact
from .stop import mark_error, revoke, withdraw
from .submit import submit
from .webhook_sending import disable_webhook, enable_webhook, redeliver, try_webhook
from .webhooks import add_webhook, remove_webhook, rotate_webhook_secret

__all__ = [
    "Disclosure",
    "FileRefused",
    "Imported",
    "Said",
    "accept",
    "acknowledge",
    "add_outside",
    "add_webhook",
    "answer_enquiry",
    "answer_handoff",
    "ask",
    "ask_back",
    "change_draft",
    "change_outside",
    "check_outside",
    "choose_documents",
    "complete",
    "confirm_outside",
    "decline",
    "disable_webhook",
    "draft",
    "enable_webhook",
    "end",
    "end_outside",
    "escalate",
    "expire_enquiries",
    "expire_overdue",
    "export_directory",
    "hand_over",
    "import_directory",
    "keep_location",
    "keep_organization",
    "keep_service",
    "keep_time",
    "leave_document",
    "mark_error",
    "open_attachment",
    "open_for_partner",
    "propose_handoff",
    "purge",
    "purge_enquiries",
    "read_disclosure",
    "read_mechanism",
    "read_messages",
    "record_contact",
    "record_handoff",
    "record_phone_call",
    "redeliver",
    "refuse_outside",
    "remind",
    "remove_webhook",
    "retire",
    "reveal_whereabouts",
    "revoke",
    "rotate_webhook_secret",
    "scan_attachment",
    "send_message",
    "set_capacity",
    "submit",
    "tell_of_answers",
    "try_webhook",
    "verify",
    "waitlist",
    "withdraw",
    "withdraw_enquiry",
    "words_of",
]
