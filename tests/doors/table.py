"""Who may pass which door. A path that isn't here fails the test: a new page is entered before it is built.

A door names the roles and the relations to the row behind it that it opens for (personas.py). Everybody else of such a
role finds nothing there (404); a role without the permission is refused (403), or finds nothing either.
"""

from tests.doors import rooms
from tests.doors.door import (
    ADMIN,
    ANYBODY,
    AUDITOR,
    CASE_ROLES,
    CASEWORKERS,
    CASEWORKERS_ON_IT,
    DIRECTORY,
    DIRECTORY_AT_HOME,
    EDITING,
    EDITORS,
    EDITORS_ON_IT,
    FEW_ON_IT,
    HOLDERS,
    KNOWING_HEALTH,
    LEADERS,
    LEADERS_ON_IT,
    LEGAL_ON_IT,
    NOBODY,
    OFFICERS,
    OFFICERS_OF_NOTHING,
    OWN,
    PARTIES,
    PARTY,
    READERS_OF_NOTHING,
    REFERRERS,
    REGISTRARS,
    REGISTRARS_ON_IT,
    RESEARCHERS,
    SIGNED_IN,
    STEWARD,
    SUPERVISOR,
    SUPERVISORS,
    SUPERVISORS_AT_HOME,
    SUPERVISORS_ON_IT,
    TALKING,
    WITH_A_START,
    WITHOUT_ALL,
    WORKERS,
    WRITERS_ON_IT,
    Door,
    case_doors,
)
from tests.doors.personas import AT_HOME, ON_CASE, PEOPLE, SIGNS_IN_NO_MORE, Named, Who

DOORS = {
    "today": Door(WITH_A_START),  # who has no cases is shown to their own first page
    "find": Door(WORKERS, "POST"),
    "register": Door(REGISTRARS),
    "view_save": Door(WORKERS),
    "view_delete": Door(OWN, "POST"),
    "team": Door(LEADERS),
    "notifications": Door(WORKERS | ADMIN),
    "notifications_read": Door(WORKERS | ADMIN, "POST"),
    "notification_open": Door(OWN, "POST"),
    "draft_keep": Door(WORKERS | ADMIN, "POST"),
    "draft_discard": Door(WORKERS | ADMIN, "POST"),
    "cases": Door(WORKERS),
    **case_doors(
        "case case_access case_history case_services service_add service_settle money_ask case_notes case_plan "
        "case_consents case_documents case_flags case_links case_disclosures case_referrals approval"
    ),
    **case_doors("case_reveal money_pay", method="POST"),
    **case_doors(
        "contact case_change case_reopen safe_contact_change person_change task_add task_change flag_raise flag_lower "
        "link_add transfer_ask goal_add goal_settle safety_plan_write appointment_add appointment_settle "
        "appointment_move interpreter_bar case_alleged alleged_add",
        EDITORS_ON_IT,
    ),
    **case_doors("task_done task_undo plan_approval_ask", EDITORS_ON_IT, "POST"),
    **case_doors("note_add", WRITERS_ON_IT),
    **case_doors("document_add", WRITERS_ON_IT),
    **case_doors("case_close refer carry carried case_find_service enquiry", CASEWORKERS_ON_IT),
    **case_doors("carried_end", CASEWORKERS_ON_IT, "POST"),
    "carried_open": Door(ANYBODY),  # two empty boxes for everybody
    "carried_answer": Door(ANYBODY, "POST"),
    "carried_links": Door(ADMIN),
    **case_doors("case_enquiry enquiry_withdraw", CASEWORKERS_ON_IT, "POST"),
    # a general note and a piece of evidence: what happened to the person
    **case_doors("note_amend document_delete document_file document_original", CASEWORKERS_ON_IT),
    **case_doors("case_experience experience_add experience_change experience_route htcds_facts", CASEWORKERS_ON_IT),
    **case_doors("health_add", Who(KNOWING_HEALTH, ON_CASE)),
    **case_doors("health_end", Who(KNOWING_HEALTH, ON_CASE), "POST"),
    **case_doors(
        "never_share_add consent_add consent_withdraw consent_print guardian_add guardian_bar disclosure_add "
        "family_add",
        REGISTRARS_ON_IT,
    ),
    **case_doors("case_notices notice notice_sheet", LEGAL_ON_IT),
    **case_doors("notice_add notice_change notice_send notice_step", CASEWORKERS_ON_IT),
    **case_doors("notice_ask notice_seal", CASEWORKERS_ON_IT, "POST"),
    **case_doors("notice_decide notice_review notice_destroy", SUPERVISORS_ON_IT),
    "notices": Door(SUPERVISORS),
    "authorities": Door(SUPERVISORS),
    "authority_change": Door(SUPERVISORS_AT_HOME),
    "authority_end": Door(SUPERVISORS_AT_HOME, "POST"),
    "basis_add": Door(SUPERVISORS),
    "basis_end": Door(SUPERVISORS_AT_HOME, "POST"),
    **case_doors("alleged_retract", FEW_ON_IT),
    **case_doors("link_end", FEW_ON_IT, "POST"),
    "money_cancel": Door(FEW_ON_IT | Who(CASE_ROLES, frozenset({"own"})), "POST"),
    "transfer_withdraw": Door(FEW_ON_IT | LEADERS_ON_IT, "POST"),
    **case_doors("case_assign case_team case_grant case_end_grant", LEADERS_ON_IT, "POST"),
    **case_doors("note_move case_merge case_restrict case_log htcds_export money_decide", SUPERVISORS_ON_IT),
    **case_doors("merge_undo", SUPERVISORS_ON_IT, "POST"),
    "emergency": Door(Who(WITHOUT_ALL)),
    "emergencies": Door(SUPERVISORS),
    "emergency_review": Door(SUPERVISORS_ON_IT),
    "emergency_end": Door(Who(CASE_ROLES, frozenset({"emergency"})) | SUPERVISORS_ON_IT, "POST"),
    "complaints": Door(Who(frozenset({"complaint_recipient"}))),
    "complaint": Door(Who(frozenset({"complaint_recipient"}), AT_HOME)),
    "funds": Door(WORKERS),
    "fund_open": Door(SUPERVISORS),
    "fund": Door(Who(CASE_ROLES, AT_HOME)),
    "sessions": Door(WORKERS),
    "session_add": Door(WORKERS),
    "interpreters": Door(SUPERVISORS),
    "duplicates": Door(SUPERVISORS),
    "duplicates_look": Door(SUPERVISORS, "POST"),
    "duplicate_dismiss": Door(SUPERVISORS_AT_HOME, "POST"),
    "message_templates": Door(SUPERVISORS),
    "message_add": Door(SUPERVISORS),
    "message_change": Door(SUPERVISORS_AT_HOME),
    "message_end": Door(SUPERVISORS_AT_HOME, "POST"),
    "approvals": Door(SUPERVISORS),
    "calendar": Door(WORKERS),
    "calendar_feed": Door(NOBODY),  # its secret is the key: a wrong one answers nobody
    "working_rules": Door(ADMIN),
    "services_given": Door(ADMIN),
    "transfers": Door(EDITORS),
    "transfer_answer": Door(Who(EDITING, frozenset({"asked"})), "POST"),
    "cases_bulk": Door(EDITORS, "POST"),
    "referrals": Door(Who(CASEWORKERS)),
    "referrals_waiting": Door(LEADERS),
    "mechanism": Door(Who(SUPERVISOR | {"data_steward"})),
    "mechanism_table": Door(Who(SUPERVISOR | {"data_steward"})),
    "enquiries": Door(Who(CASEWORKERS)),
    "enquiry_new": Door(Who(CASEWORKERS), "POST"),
    "enquiry_received": Door(Who(CASEWORKERS, PARTY)),
    "referral": Door(PARTIES),
    "referral_step": Door(PARTIES, "POST"),
    "referral_talk": Door(PARTIES),
    "referral_documents": Door(CASEWORKERS_ON_IT),
    "attachment_leave": Door(CASEWORKERS_ON_IT, "POST"),
    "attachment_file": Door(NOBODY),  # of an offer nothing was released yet
    "handoff_propose": Door(TALKING),
    "handoff_answer": Door(TALKING, "POST"),
    "handoff_record": Door(TALKING),
    **case_doors("directory directory_download directory_organization directory_service", DIRECTORY),
    **case_doors("directory_find directory_beds directory_map", DIRECTORY),
    "directory_place": Door(DIRECTORY_AT_HOME),  # a hidden one
    "directory_place_reveal": Door(Who(CASEWORKERS | {"org_admin"}, AT_HOME), "POST"),
    **case_doors(
        "directory_organization_add directory_organization_change directory_service_add directory_service_change "
        "directory_place_add directory_place_change directory_capacity directory_retire directory_stale "
        "directory_import",
        ADMIN,
    ),
    "directory_verify": Door(ADMIN, "POST"),
    "outside_partners": Door(REFERRERS),
    "outside_partner": Door(Who(CASEWORKERS | {"org_admin"}, AT_HOME)),
    "outside_add": Door(Who(SUPERVISOR | {"org_admin"})),
    "outside_add_from": Door(Who(SUPERVISOR | {"org_admin"})),  # what others show is for all
    "outside_change": Door(Who(SUPERVISOR | {"org_admin"}, AT_HOME)),
    "outside_act": Door(Who(SUPERVISOR | {"org_admin"}, AT_HOME), "POST"),
    **case_doors("referral_letter referral_disclosure referral_told referral_asked_back", CASEWORKERS_ON_IT),
    "imports": Door(SUPERVISORS),
    "import_progress": Door(SUPERVISORS_AT_HOME),
    "import_report": Door(SUPERVISORS_AT_HOME),
    "import_cancel": Door(SUPERVISORS_AT_HOME, "POST"),
    "import_resume": Door(SUPERVISORS_AT_HOME, "POST"),
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
    "factor_reset_ask": Door(ADMIN),
    "factor_resets": Door(Who(SUPERVISOR | {"org_admin"})),
    "factor_reset_decide": Door(Who(SUPERVISOR | {"org_admin"}, AT_HOME), "POST"),
    "role_decide": Door(Who(SUPERVISOR | {"org_admin"}, AT_HOME), "POST"),
    "organization": Door(ADMIN),
    "provider": Door(ADMIN),
    "provider_test": Door(ADMIN, "POST"),
    "provider_remove": Door(ADMIN),
    "colleague_unlink": Door(ADMIN, "POST"),
    "provider_start": Door(ANYBODY),
    "provider_refused": Door(ANYBODY),
    "provider_back": Door(ANYBODY),
    "agreement_sign": Door(ADMIN),
    "agreement_end": Door(ADMIN),
    "client_create": Door(ADMIN),
    "client_rotate": Door(ADMIN),
    "client_end": Door(ADMIN),
    "practice": Door(ADMIN),
    "practice_move": Door(ADMIN),
    "webhooks": Door(ADMIN),
    "webhook_add": Door(ADMIN),
    "webhook_rotate": Door(ADMIN),
    "webhook_test": Door(ADMIN, "POST"),
    "webhook_switch": Door(ADMIN, "POST"),
    "webhook_remove": Door(ADMIN),
    "webhook_deliveries": Door(ADMIN),
    "webhook_redeliver": Door(ADMIN, "POST"),
    "exchange": Door(Who(SUPERVISOR | {"org_admin"})),
    "exchange_invite": Door(ADMIN),
    "exchange_answer": Door(ADMIN),
    "exchange_one": Door(Who(SUPERVISOR | {"org_admin"}, AT_HOME)),
    "exchange_act": Door(Who(SUPERVISOR | {"org_admin"}, AT_HOME), "POST"),
    "organization_key": Door(ADMIN),
    "key_holders": Door(ADMIN),
    "key_take_back": Door(ADMIN, "POST"),
    "own_key": Door(HOLDERS),
    "key_passphrase": Door(HOLDERS),
    "key_unlock": Door(HOLDERS),
    "key_agree": Door(HOLDERS, "POST"),
    "key_lock": Door(HOLDERS | ADMIN, "POST"),
    "audit_log": Door(AUDITOR),
    "unusual": Door(AUDITOR),
    "statistics_preview": Door(Who(frozenset({"data_steward", "org_admin"}), AT_HOME)),
    "releases": Door(OFFICERS),
    "release_budget": Door(OFFICERS),
    "release_pool": Door(OFFICERS),
    "cohort_declare": Door(STEWARD),
    "release": Door(OFFICERS),
    "release_progress": Door(OFFICERS),
    "release_plan": Door(STEWARD),
    "population_declare": Door(STEWARD),
    "release_stop": Door(OFFICERS),
    "release_act": Door(OFFICERS, "POST"),
    **case_doors("research research_guide research_feed", ANYBODY),
    **case_doors("researchers research_terms", RESEARCHERS),
    "health": Door(ANYBODY),
    "leave": Door(ANYBODY),
    "own_account": Door(SIGNED_IN),
    "own_sessions_end": Door(SIGNED_IN, "POST"),
    "own_session_end": Door(Named(frozenset({"caseworker"})), "POST"),
    "lock": Door(SIGNED_IN),
    "lock_now": Door(SIGNED_IN, "POST"),
    "lock_awake": Door(SIGNED_IN, "POST"),
    "choose_language": Door(ANYBODY, "POST"),
    "set_language": Door(ANYBODY, "POST"),
}

# pages of a release that isn't published yet: absent to everybody, steward and researcher included
UNPUBLISHED = case_doors(
    "research_release research_method research_codebook research_table research_pattern research_csv research_citation "
    "research_download",
    NOBODY,
)
FOR_RESEARCH = case_doors(
    "whole_release whole_table whole_download research_groups research_compare", READERS_OF_NOTHING
)
# counts exist only once a release was packaged; until then these refuse the steward too
UNCOUNTED = {name: Door(OFFICERS_OF_NOTHING) for name in "release_tables release_table".split()}
DOORS |= UNPUBLISHED | FOR_RESEARCH | UNCOUNTED
for room in rooms.ROOMS:
    DOORS |= room.DOORS
ABSENT_TO_ALL = {*UNPUBLISHED, "calendar_feed"}  # these say so without asking who it is

# django-allauth's own pages: they act on the account of whoever is signed in, or on none
# the partner API has a table of its own: test_api_doors.py
OF_THE_API = ("api_", "oauth_", "fed_")
OF_THE_LIBRARY = ("account_", "mfa_")


def cell(persona: str, name: str, *, restricted: bool = False) -> str:
    """What this persona finds at this door: `opens`, `refused` (403), `absent` (404), `closed` (either), `sign in`.

    Whoever doesn't see the row is never told that it is there.
    """
    door, one = DOORS[name], PEOPLE.get(persona)
    if door.who.admits(persona, restricted=restricted):
        return "opens"
    if name in ABSENT_TO_ALL:
        return "absent"
    if persona in SIGNS_IN_NO_MORE:
        return "sign in"
    sees = one is not None and one.toward(restricted=restricted) in ON_CASE | {"gone"}
    return "closed" if sees or one is None or one.role not in door.who.roles else "absent"
