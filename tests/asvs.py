"""OWASP ASVS 5.0.0, the items about who gets what: each with the tests that prove it. A test reads this list."""

DOORS, WEB = "tests/doors", "tests/doors/test_web_doors.py"

PROVED_BY: dict[str, tuple[str, ...]] = {
    # the rules of access are written down, field by field and role by role
    "8.1.2": (f"{WEB}::test_the_page_about_access_is_the_table", f"{WEB}::test_every_page_is_in_the_table"),
    # rows: whoever may not see one finds nothing, by page, form and API
    "8.2.2": (
        f"{WEB}::test_each_door_opens_for_those_it_should_and_looks_absent_to_the_rest",
        f"{WEB}::test_who_may_not_see_a_page_may_not_post_to_it_either",
        f"{WEB}::test_a_restricted_case_is_there_for_those_named_on_it_alone",
        f"{DOORS}/test_api_doors.py::test_each_caller_is_answered_as_the_table_says",
        f"{DOORS}/test_api_doors.py::test_what_is_another_organizations_is_byte_for_byte_absent",
        f"{DOORS}/test_fences.py::test_a_hole_in_the_scope_is_noticed",
        f"{DOORS}/test_fences.py::test_a_hole_in_a_policy_is_noticed",
    ),
    # fields: a role reads its groups and no others
    "8.2.3": (f"{DOORS}/test_field_groups.py::test_each_role_is_shown_its_groups_of_fields_and_no_others",),
    # what was taken away is gone at the next request
    "8.3.2": (
        f"{WEB}::test_each_door_opens_for_those_it_should_and_looks_absent_to_the_rest",
        "tests/accounts/test_standing.py::test_open_sessions_of_a_suspended_organization_open_nothing",
        f"{DOORS}/test_revocation.py::test_what_is_taken_away_is_gone_at_the_next_request",
    ),
    # jobs run as the person who asked, with what they may do now
    "8.3.3": ("tests/importing/test_job.py::test_it_is_refused_once_the_person_was_deactivated",),
    # no tenant can tell that there is more than they see
    "8.4.1": (
        f"{DOORS}/test_twin_worlds.py::test_what_is_not_seen_changes_nothing_that_is",
        f"{DOORS}/test_fences.py::test_the_scope_keeps_every_door_with_row_level_security_open",
        f"{DOORS}/test_fences.py::test_row_level_security_keeps_every_row_with_the_scope_open",
        f"{DOORS}/test_raw_sql.py::test_a_true_actor_gets_the_rows_of_cases_they_see_and_no_others",
        f"{DOORS}/test_raw_sql.py::test_no_error_tells_of_a_hidden_row",
    ),
    # the application's logins can do no more than their work needs
    "13.2.2": (
        "tests/operations/test_logins.py::test_none_is_superuser_or_may_make_anything_on_the_server",
        f"{DOORS}/test_raw_sql.py::test_without_a_true_actor_nothing_is_there",
        f"{DOORS}/test_raw_sql.py::test_the_owner_sees_its_tables_and_no_login_but_it_may_open_them",
        f"{DOORS}/test_raw_sql.py::test_exporter_and_reporting_reach_no_protected_table_whoever_they_state",
    ),
    # nothing about a person stands in an address
    "14.2.1": (
        f"{DOORS}/test_crawler.py::test_every_link_and_form_that_is_found_can_be_walked",
        "tests/pages/casework/test_find.py::test_words_in_an_address_are_not_looked_at",
    ),
    # what a form or a call doesn't have isn't taken
    "15.3.3": (
        f"{DOORS}/test_extra_fields.py::test_a_form_takes_nothing_that_it_does_not_have",
        "tests/partner_api/test_http.py::test_a_draft_cannot_be_given_a_state_or_receiver",
    ),
    # a check and what it allows are one transaction
    "15.4.2": ("tests/referrals/test_races.py::test_of_fifty_acceptances_of_one_version_one_succeeds",),
    # no log holds what may not be in it
    "16.2.5": (
        "tests/journeys/test_planted_values.py::test_no_planted_value_is_left_behind_in_clear",
        "tests/operations/test_logs.py::test_an_error_is_named_by_its_type_and_place_alone",
        f"{DOORS}/test_left_behind.py::test_no_planted_word_is_left_where_it_must_not_be",
    ),
}
