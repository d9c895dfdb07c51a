"""What is done in casework: verbs with a named actor. Every door (page, API, command) calls these."""

from .alleged import record_alleged, retract_alleged
from .appointments import make_appointment, move_appointment, settle_appointment
from .approvals import ask_closure, ask_plan_approval, decide_approval
from .assign import assign, end_grant, give_to_team, grant, set_restricted
from .authorities import end_authority, end_notice_basis, save_authority, save_notice_basis
from .bulk import assign_in_bulk, flag_in_bulk
from .calendar_feeds import close_feed, open_feed
from .catalogue import set_catalogue
from .change import change_case, change_person, set_safe_contact
from .complaints import take_complaint_on
from .consents import record_consent, withdraw
from .contact import open_contact, record_contact
from .disclosures import record_disclosure
from .documents import add_document, delete_document, open_document
from .drafts import Place, end_draft, keep_draft, read_draft
from .duplicates import compare_everybody, dismiss_pair, skip_comparing
from .emergency import end_emergency, open_in_emergency, review_emergency
from .experiences import record_experience
from .flags import lower_flag, raise_flag
from .goals import add_goal, settle_goal
from .guardians import add_guardian, bar_guardian
from .health import add_health_alert, end_health_alert
from .htcds import export_htcds, record_htcds_facts
from .interpreters import add_interpreter, bar_interpreter
from .life import close_case, reopen_case
from .links import link_cases, unlink_cases
from .merge import merge_cases, undo_merge
from .messages import end_message, save_message
from .money import ask_money, cancel_money, decide_money, move_money, open_fund, pay_money
from .never_share import never_share
from .notes import amend_note, expunge_note, move_note, write_note
from .notice_clock import remind_of_notices
from .notice_decisions import approve_notice, refuse_notice, return_notice, review_notice
from .notice_drafts import change_notice, draft_notice
from .notice_sending import read_notice_sheet, seal_notice, send_notice, send_notice_now
from .notice_steps import answer_notice, ask_notice, close_notice, destroy_notice_sheet, withdraw_notice
from .notifications import open_notification, read_notifications
from .person_log import give_log
from .register import register
from .reveal import reveal, reveal_identity
from .safety_plans import write_safety_plan
from .saved_views import delete_view, save_view
from .services import record_service, settle_service
from .sessions import record_session
from .tasks import add_task, change_task, drop_task, finish_task, reopen_task
from .transfers import answer_transfer, ask_transfer, withdraw_transfer

__all__ = [
    "Place",
    "add_document",
    "add_goal",
    "add_guardian",
    "add_health_alert",
    "add_interpreter",
    "add_task",
    "amend_note",
    "answer_notice",
    "answer_transfer",
    "approve_notice",
    "ask_closure",
    "ask_money",
    "ask_notice",
    "ask_plan_approval",
    "ask_transfer",
    "assign",
    "assign_in_bulk",
    "bar_guardian",
    "bar_interpreter",
    "cancel_money",
    "change_case",
    "change_notice",
    "change_person",
    "change_task",
    "close_case",
    "close_feed",
    "close_notice",
    "compare_everybody",
    "decide_approval",
    "decide_money",
    "delete_document",
    "delete_view",
    "destroy_notice_sheet",
    "dismiss_pair",
    "draft_notice",
    "drop_task",
    "end_authority",
    "end_draft",
    "end_emergency",
    "end_grant",
    "end_health_alert",
    "end_message",
    "end_notice_basis",
    "export_htcds",
    "expunge_note",
    "finish_task",
    "flag_in_bulk",
    "give_log",
    "give_to_team",
    "grant",
    "keep_draft",
    "link_cases",
    "lower_flag",
    "make_appointment",
    "merge_cases",
    "move_appointment",
    "move_money",
    "move_note",
    "never_share",
    "open_contact",
    "open_document",
    "open_feed",
    "open_fund",
    "open_in_emergency",
    "open_notification",
    "pay_money",
    "raise_flag",
    "read_draft",
    "read_notice_sheet",
    "read_notifications",
    "record_alleged",
    "record_consent",
    "record_contact",
    "record_disclosure",
    "record_experience",
    "record_htcds_facts",
    "record_service",
    "record_session",
    "refuse_notice",
    "register",
    "remind_of_notices",
    "reopen_case",
    "reopen_task",
    "retract_alleged",
    "return_notice",
    "reveal",
    "reveal_identity",
    "review_emergency",
    "review_notice",
    "save_authority",
    "save_message",
    "save_notice_basis",
    "save_view",
    "seal_notice",
    "send_notice",
    "send_notice_now",
    "set_catalogue",
    "set_restricted",
    "set_safe_contact",
    "settle_appointment",
    "settle_goal",
    "settle_service",
    "skip_comparing",
    "take_complaint_on",
    "undo_merge",
    "unlink_cases",
    "withdraw",
    "withdraw_notice",
    "withdraw_transfer",
    "write_note",
    "write_safety_plan",
]
