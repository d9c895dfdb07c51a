"""Who may pass which door. A path that isn't here fails the test: a new page is entered before it is built.

`passes` are the personas who may; `others` say how everybody else is refused.
"""

from dataclasses import dataclass

WORKERS = frozenset(
    {"intake", "caseworker", "colleague", "supervisor", "other_caseworker", "other_supervisor", "stranger"}
)
SIGNED_IN = WORKERS | {"org_admin", "data_steward", "auditor", "researcher"}
SUPERVISORS = frozenset({"supervisor", "other_supervisor", "stranger"})
ADMIN = frozenset({"org_admin"})
STEWARD = frozenset({"data_steward"})
ON_THE_CASE = frozenset({"caseworker", "supervisor"})
PARTIES = ON_THE_CASE | {"other_caseworker", "other_supervisor"}
SUPERVISOR = frozenset({"supervisor"})
ANYBODY = SIGNED_IN | {"anonymous"}


@dataclass(frozen=True)
class Door:
    """A method and the personas it opens for."""

    passes: frozenset
    method: str = "GET"


def case_doors(names, passes=ON_THE_CASE, method="GET"):
    return {name: Door(frozenset(passes), method) for name in names.split()}


DOORS = {
    "today": Door(SIGNED_IN),  # who has no cases is shown to their own first page
    "find": Door(WORKERS, "POST"),
    "register": Door(WORKERS),
    "view_save": Door(WORKERS),
    "view_delete": Door(frozenset({"caseworker"}), "POST"),
    "team": Door(SUPERVISORS),
    "notifications": Door(WORKERS),
    "notifications_read": Door(WORKERS, "POST"),
    "notification_open": Door(frozenset({"caseworker"}), "POST"),
    "draft_keep": Door(WORKERS, "POST"),
    "draft_discard": Door(WORKERS, "POST"),
    "cases": Door(WORKERS),
    **case_doors(
        "case case_close contact case_access case_history case_change person_change safe_contact_change "
        "case_services service_add "
        "case_notes note_add note_amend case_plan task_add case_consents never_share_add consent_add consent_withdraw "
        "case_experience experience_add experience_change experience_route "
        "case_alleged alleged_add alleged_retract"
    ),
    "case_reopen": Door(ON_THE_CASE),
    **case_doors("case_reveal task_done task_undo", method="POST"),
    **case_doors("case_assign case_grant case_end_grant", SUPERVISOR, "POST"),
    **case_doors("case_documents document_file document_original"),
    **case_doors("document_add document_delete"),
    **case_doors("case_flags flag_raise flag_lower case_links link_add family_add transfer_ask"),
    **case_doors("link_end", method="POST"),
    **case_doors("note_move case_merge case_restrict", SUPERVISOR),
    **case_doors("merge_undo", SUPERVISOR, "POST"),
    "transfer_withdraw": Door(ON_THE_CASE, "POST"),
    **case_doors(
        "goal_add goal_settle safety_plan_write appointment_add appointment_settle appointment_move task_change"
    ),
    **case_doors("plan_approval_ask", method="POST"),
    **case_doors("approval htcds_facts consent_print guardian_add guardian_bar case_disclosures disclosure_add"),
    **case_doors("htcds_export", SUPERVISOR),
    "funds": Door(WORKERS),
    "fund_open": Door(SUPERVISORS),
    "fund": Door(frozenset({"intake", "caseworker", "colleague", "supervisor"})),
    "sessions": Door(WORKERS),
    "session_add": Door(WORKERS),
    **case_doors("service_settle money_ask health_add interpreter_bar"),
    **case_doors("health_end", method="POST"),
    "interpreters": Door(SUPERVISORS),
    "duplicates": Door(SUPERVISORS),
    "duplicates_look": Door(SUPERVISORS, "POST"),
    "duplicate_dismiss": Door(SUPERVISOR, "POST"),
    "message_templates": Door(SUPERVISORS),
    "message_add": Door(SUPERVISORS),
    "message_change": Door(SUPERVISOR),
    "message_end": Door(SUPERVISOR, "POST"),
    **case_doors("money_decide", SUPERVISOR),
    **case_doors("money_pay money_cancel", method="POST"),
    "approvals": Door(SUPERVISORS),
    "calendar": Door(WORKERS),
    "calendar_feed": Door(frozenset()),  # its secret is the key: a wrong one answers nobody
    "working_rules": Door(ADMIN),
    "services_given": Door(ADMIN),
    "transfers": Door(WORKERS),
    "transfer_answer": Door(frozenset({"colleague"}), "POST"),
    "cases_bulk": Door(WORKERS, "POST"),
    **case_doors("case_referrals refer"),
    "referrals": Door(WORKERS - {"intake"}),
    "referral": Door(PARTIES),
    "referral_step": Door(PARTIES, "POST"),
    "imports": Door(SUPERVISORS),
    "import_progress": Door(SUPERVISOR),
    "import_report": Door(SUPERVISOR),
    "import_cancel": Door(SUPERVISOR, "POST"),
    "import_resume": Door(SUPERVISOR, "POST"),
    "people": Door(ADMIN),
    "person_invite": Door(ADMIN),
    "roles": Door(ADMIN),
    "teams": Door(ADMIN),
    "team_add": Door(ADMIN),
    "team_change": Door(ADMIN),
    "team_end": Door(ADMIN),
    "colleague": Door(ADMIN),
    "colleague_link": Door(ADMIN, "POST"),
    "colleague_deactivate": Door(ADMIN),
    "organization": Door(ADMIN),
    "agreement_sign": Door(ADMIN),
    "agreement_end": Door(ADMIN),
    "client_create": Door(ADMIN),
    "client_rotate": Door(ADMIN),
    "client_end": Door(ADMIN),
    "audit_log": Door(frozenset({"auditor"})),
    "releases": Door(STEWARD),
    "release": Door(STEWARD),
    "release_progress": Door(STEWARD),
    "release_plan": Door(STEWARD),
    "population_declare": Door(STEWARD),
    "release_stop": Door(STEWARD),
    "release_act": Door(STEWARD, "POST"),
    "research": Door(ANYBODY),
    "health": Door(ANYBODY),
    "leave": Door(ANYBODY),
    "lock": Door(SIGNED_IN),
    "lock_now": Door(SIGNED_IN, "POST"),
    "lock_awake": Door(SIGNED_IN, "POST"),
    "choose_language": Door(ANYBODY, "POST"),
    "set_language": Door(ANYBODY, "POST"),
}

# pages of a release that isn't published yet: absent to everybody, steward and researcher included
UNPUBLISHED = {
    name: Door(frozenset())
    for name in "research_release research_method research_codebook research_table research_download".split()
}
# counts exist only once a release was packaged; until then these refuse the steward too
UNCOUNTED = {name: Door(frozenset()) for name in "release_tables release_table".split()}
DOORS |= UNPUBLISHED | UNCOUNTED
ABSENT_TO_ALL = {*UNPUBLISHED, "calendar_feed"}  # these say so without asking who it is

# django-allauth's own pages: they act on the account of whoever is signed in, or on none
# the partner API has a table of its own: test_api_doors.py
OF_THE_API = ("api_", "oauth_")
OF_THE_LIBRARY = ("account_", "mfa_")
