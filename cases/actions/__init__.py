"""What is done in casework: verbs with a named actor. Every door (page, API, command) calls these."""

from .alleged import record_alleged, retract_alleged
from .apart import end_apart, mark_apart
from .appointments import make_appointment, move_appointment, settle_appointment
from .approvals import ask_closure, ask_plan_approval, decide_approval
from .assessments import (
    begin_amending,
    begin_assessment,
    drop_assessment,
    finish_assessment,
    keep_page,
    review_assessment,
)
from .assign import assign, end_grant, give_to_team, grant, set_restricted
from .authorities import end_authority, end_notice_basis, save_authority, save_notice_basis
from .authority_harm import record_authority_harm, retract_authority_harm
from .awards import record_award, record_award_payment
from .bulk import assign_in_bulk, flag_in_bulk
from .calendar_feeds import close_feed, open_feed
from .care_clock import look_after
from .catalogue import set_catalogue
from .change import change_case, change_person, set_safe_contact
from .complaints import take_complaint_on
from .conference_seats import seat_colleague, seat_outsider, unseat
from .conferences import cancel_conference, change_conference, follow_up_conference, hold_conference, plan_conference
from .consents import record_consent, withdraw
from .contact import open_contact, record_contact
from .copies import give_copy
from .counted_reports import NotCounted, cancel_count, count_report, forget_counts
from .counting import count_asked
from .crisis import read_crisis, record_crisis_check, write_crisis_plan
from .deadline_clock import remind_of_deadlines
from .deadlines import add_deadline, extend_deadline, settle_deadline
from .disclosures import record_disclosure
from .documents import add_document, delete_document, open_document
from .drafts import Place, end_draft, forget_drafts, keep_draft, read_draft
from .duplicates import compare_everybody, dismiss_pair, skip_comparing
from .embassy import lift_embassy
from .emergency import end_emergency, open_in_emergency, review_emergency
from .erasing import (
    approve_erasure,
    ask_return,
    erase_what_is_due,
    erased_again,
    purge_narrative,
    return_record,
    wait_on,
)
from .experiences import record_experience
from .exports import export_cases, export_htcds, print_summary
from .feedback import hand_to_complaints, leave_feedback, switch_feedback, take_word_on
from .flags import lower_flag, raise_flag
from .goals import add_goal, settle_goal
from .guardians import add_guardian, bar_guardian
from .health import add_health_alert, end_health_alert
from .health_facts import add_health_fact, end_health_fact, read_health_facts
from .hearings import add_hearing, change_hearing
from .holds import lift_hold, place_hold
from .hotline import close_contact, count_only, follow_up, hand_contact, read_contact, take_contact
from .hotline_case import add_contact_to_case, register_contact
from .hotline_clock import forget_contacts
from .house_log import add_to_event, follow_up_event, log_house_event
from .houses import add_room, change_house, change_room, close_house, open_house, reveal_house
from .htcds import record_htcds_facts
from .incident_asking import agree_row, known_row, refuse_row, row_left
from .incidents import add_row, add_rows, change_row, close_incident, end_helper, name_helper, open_incident
from .interpreters import add_interpreter, bar_interpreter
from .kin import add_kin_rule, end_kin_rule
from .legal_request_steps import (
    answer_request,
    close_request,
    decide_request,
    lapse_request,
    propose_answer,
    release_request,
    return_request,
)
from .legal_requests import change_request, log_unknown_request, record_request
from .life import close_case, reopen_case
from .likeness import compare_alleged
from .links import link_cases, unlink_cases
from .log_ends import end_logs, hold_log, lift_log_hold
from .merge import merge_cases, undo_merge
from .messages import end_message, save_message
from .missing import end_missing, missing_step, report_missing
from .missing_clock import remind_of_missing
from .money import ask_money, cancel_money, decide_money, move_money, open_fund, pay_money
from .needs import read_needs
from .never_share import never_share
from .notes import amend_note, expunge_note, move_note, write_note
from .notice_clock import remind_of_notices
from .notice_decisions import approve_notice, refuse_notice, return_notice, review_notice
from .notice_drafts import change_notice, draft_notice
from .notice_sending import read_notice_sheet, seal_notice, send_notice, send_notice_now
from .notice_steps import answer_notice, ask_notice, close_notice, destroy_notice_sheet, withdraw_notice
from .notifications import open_notification, read_notifications
from .person_log import give_log
from .proceedings import change_proceeding, record_proceeding, step_proceeding
from .projects import end_project, record_training, save_project, set_report_rules
from .questionnaires import add_questionnaire, switch_questionnaire, take_shipped
from .register import register
from .reports import read_equity, read_quality, read_report, take_report
from .request_clock import remind_of_requests
from .retention import confirm_retention, set_keeping, set_retention, tell_of_retention
from .return_risks import approve_return_risk, assess_return
from .returns import consider_return, step_return
from .reveal import reveal, reveal_identity
from .rights import answer_correction, ask_right, check_right, refuse_right, take_right_back
from .safety_plans import write_safety_plan
from .saved_reports import delete_report, save_report
from .saved_views import delete_view, save_view
from .services import record_service, settle_service
from .sessions import record_session
from .staff_care import set_staff_care
from .stays import (
    ask_bed,
    change_dependants,
    check_in,
    check_out,
    come_back,
    extend_stay,
    go_out,
    move_room,
    review_stay,
    withdraw_bed,
)
from .tasks import add_task, change_task, drop_task, finish_task, reopen_task
from .threats import read_threats, record_threat
from .transfers import answer_transfer, ask_transfer, withdraw_transfer
from .visits import end_visit, read_visit, start_visit
from .whereabouts import confirm_gone, end_gone, mark_gone

__all__ = [
    "NotCounted",
    "Place",
    "add_contact_to_case",
    "add_deadline",
    "add_document",
    "add_goal",
    "add_guardian",
    "add_health_alert",
    "add_health_fact",
    "add_hearing",
    "add_interpreter",
    "add_kin_rule",
    "add_questionnaire",
    "add_room",
    "add_row",
    "add_rows",
    "add_task",
    "add_to_event",
    "agree_row",
    "amend_note",
    "answer_correction",
    "answer_notice",
    "answer_request",
    "answer_transfer",
    "approve_erasure",
    "approve_notice",
    "approve_return_risk",
    "ask_bed",
    "ask_closure",
    "ask_money",
    "ask_notice",
    "ask_plan_approval",
    "ask_return",
    "ask_right",
    "ask_transfer",
    "assess_return",
    "assign",
    "assign_in_bulk",
    "bar_guardian",
    "bar_interpreter",
    "begin_amending",
    "begin_assessment",
    "cancel_conference",
    "cancel_count",
    "cancel_money",
    "change_case",
    "change_conference",
    "change_dependants",
    "change_hearing",
    "change_house",
    "change_notice",
    "change_person",
    "change_proceeding",
    "change_request",
    "change_room",
    "change_row",
    "change_task",
    "check_in",
    "check_out",
    "check_right",
    "close_case",
    "close_contact",
    "close_feed",
    "close_house",
    "close_incident",
    "close_notice",
    "close_request",
    "come_back",
    "compare_alleged",
    "compare_everybody",
    "confirm_gone",
    "confirm_retention",
    "consider_return",
    "count_asked",
    "count_only",
    "count_report",
    "decide_approval",
    "decide_money",
    "decide_request",
    "delete_document",
    "delete_report",
    "delete_view",
    "destroy_notice_sheet",
    "dismiss_pair",
    "draft_notice",
    "drop_assessment",
    "drop_task",
    "end_apart",
    "end_authority",
    "end_draft",
    "end_emergency",
    "end_gone",
    "end_grant",
    "end_health_alert",
    "end_health_fact",
    "end_helper",
    "end_kin_rule",
    "end_logs",
    "end_message",
    "end_missing",
    "end_notice_basis",
    "end_project",
    "end_visit",
    "erase_what_is_due",
    "erased_again",
    "export_cases",
    "export_htcds",
    "expunge_note",
    "extend_deadline",
    "extend_stay",
    "finish_assessment",
    "finish_task",
    "flag_in_bulk",
    "follow_up",
    "follow_up_conference",
    "follow_up_event",
    "forget_contacts",
    "forget_counts",
    "forget_drafts",
    "give_copy",
    "give_log",
    "give_to_team",
    "go_out",
    "grant",
    "hand_contact",
    "hand_to_complaints",
    "hold_conference",
    "hold_log",
    "keep_draft",
    "keep_page",
    "known_row",
    "lapse_request",
    "leave_feedback",
    "lift_embassy",
    "lift_hold",
    "lift_log_hold",
    "link_cases",
    "log_house_event",
    "log_unknown_request",
    "look_after",
    "lower_flag",
    "make_appointment",
    "mark_apart",
    "mark_gone",
    "merge_cases",
    "missing_step",
    "move_appointment",
    "move_money",
    "move_note",
    "move_room",
    "name_helper",
    "never_share",
    "open_contact",
    "open_document",
    "open_feed",
    "open_fund",
    "open_house",
    "open_in_emergency",
    "open_incident",
    "open_notification",
    "pay_money",
    "place_hold",
    "plan_conference",
    "print_summary",
    "propose_answer",
    "purge_narrative",
    "raise_flag",
    "read_contact",
    "read_crisis",
    "read_draft",
    "read_equity",
    "read_health_facts",
    "read_needs",
    "read_notice_sheet",
    "read_notifications",
    "read_quality",
    "read_report",
    "read_threats",
    "read_visit",
    "record_alleged",
    "record_authority_harm",
    "record_award",
    "record_award_payment",
    "record_consent",
    "record_contact",
    "record_crisis_check",
    "record_disclosure",
    "record_experience",
    "record_htcds_facts",
    "record_proceeding",
    "record_request",
    "record_service",
    "record_session",
    "record_threat",
    "record_training",
    "refuse_notice",
    "refuse_right",
    "refuse_row",
    "register",
    "register_contact",
    "release_request",
    "remind_of_deadlines",
    "remind_of_missing",
    "remind_of_notices",
    "remind_of_requests",
    "reopen_case",
    "reopen_task",
    "report_missing",
    "retract_alleged",
    "retract_authority_harm",
    "return_notice",
    "return_record",
    "return_request",
    "reveal",
    "reveal_house",
    "reveal_identity",
    "review_assessment",
    "review_emergency",
    "review_notice",
    "review_stay",
    "row_left",
    "save_authority",
    "save_message",
    "save_notice_basis",
    "save_project",
    "save_report",
    "save_view",
    "seal_notice",
    "seat_colleague",
    "seat_outsider",
    "send_notice",
    "send_notice_now",
    "set_catalogue",
    "set_keeping",
    "set_report_rules",
    "set_restricted",
    "set_retention",
    "set_safe_contact",
    "set_staff_care",
    "settle_appointment",
    "settle_deadline",
    "settle_goal",
    "settle_service",
    "skip_comparing",
    "start_visit",
    "step_proceeding",
    "step_return",
    "switch_feedback",
    "switch_questionnaire",
    "take_complaint_on",
    "take_contact",
    "take_report",
    "take_right_back",
    "take_shipped",
    "take_word_on",
    "tell_of_retention",
    "undo_merge",
    "unlink_cases",
    "unseat",
    "wait_on",
    "withdraw",
    "withdraw_bed",
    "withdraw_notice",
    "withdraw_transfer",
    "write_crisis_plan",
    "write_note",
    "write_safety_plan",
]
