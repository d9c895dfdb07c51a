"""What is done to referrals and the directory: verbs with a named actor. Pages and partner API call the same ones."""

from ._sought import Sought
from .answer import accept, acknowledge, decline, waitlist
from .attachments import choose_documents, leave_document, open_attachment, scan_attachment
from .carried import Slip, end_carried, make_carried, read_carried, switch_carried
from .carried_clock import expire_carried
from .carried_opening import Opened, answer_carried, open_carried
from .clock import escalate, expire_overdue, keep_time, purge, remind
from .deletion import answer_deletion, note_answer, note_asked
from .deletion_clock import remind_of_deletions
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
from .house_beds import connect_house, disconnect_house, recount_beds, tell_by_hand
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
from .practice import (
    ask_in_practice,
    end_month_of_practice,
    let_time_pass,
    offer_in_practice,
    start_practice_over,
    switch_practice_off,
    switch_practice_on,
)
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
    "Opened",
    "Said",
    "Slip",
    "Sought",
    "accept",
    "acknowledge",
    "add_outside",
    "add_webhook",
    "answer_carried",
    "answer_deletion",
    "answer_enquiry",
    "answer_handoff",
    "ask",
    "ask_back",
    "ask_in_practice",
    "change_draft",
    "change_outside",
    "check_outside",
    "choose_documents",
    "complete",
    "confirm_outside",
    "connect_house",
    "decline",
    "disable_webhook",
    "disconnect_house",
    "draft",
    "enable_webhook",
    "end",
    "end_carried",
    "end_month_of_practice",
    "end_outside",
    "escalate",
    "expire_carried",
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
    "let_time_pass",
    "make_carried",
    "mark_error",
    "note_answer",
    "note_asked",
    "offer_in_practice",
    "open_attachment",
    "open_carried",
    "open_for_partner",
    "propose_handoff",
    "purge",
    "purge_enquiries",
    "read_carried",
    "read_disclosure",
    "read_mechanism",
    "read_messages",
    "record_contact",
    "record_handoff",
    "record_phone_call",
    "recount_beds",
    "redeliver",
    "refuse_outside",
    "remind",
    "remind_of_deletions",
    "remove_webhook",
    "retire",
    "reveal_whereabouts",
    "revoke",
    "rotate_webhook_secret",
    "scan_attachment",
    "send_message",
    "set_capacity",
    "start_practice_over",
    "submit",
    "switch_carried",
    "switch_practice_off",
    "switch_practice_on",
    "tell_by_hand",
    "tell_of_answers",
    "try_webhook",
    "verify",
    "waitlist",
    "withdraw",
    "withdraw_enquiry",
    "words_of",
]
