"""Requirements of OWASP ASVS 5.0.0 that this product names, as data: what holds, and the tests that prove it.

docs/asvs.md is written from it (`python -m tests.asvs_page`); tests read that the page is fresh and each test is there.
`met` says whether all of the requirement holds: "yes", "partly" (and what is missing), or "no".
"""

from dataclasses import dataclass

DOORS, WEB = "tests/doors", "tests/doors/test_web_doors.py"
ENCRYPTION, AUDIT, OIDC = "tests/encryption", "tests/audit", "tests/oidc"
SIGN_IN = "tests/accounts"


@dataclass(frozen=True)
class Item:
    """A requirement in our words, whether it is met, what is missing, and what proves the rest."""

    words: str
    tests: tuple[str, ...]
    met: str = "yes"
    missing: str = ""


ASVS: dict[str, Item] = {
    "2.3.5": Item(
        "Two people for what reaches far",
        (
            "tests/accounts/test_factor_resets.py::test_who_asked_and_whom_it_is_about_cannot_confirm",
            "tests/accounts/test_factor_resets.py::test_no_story_gives_one_pair_of_hands_both_keys",
            "tests/accounts/test_approvals.py::test_two_people_of_one_organization_are_one_voice",
            "tests/pages/test_held_key.py::test_an_administrator_alone_hands_the_key_to_nobody",
            "tests/casework/test_emergency.py::test_a_supervisor_looks_at_it_once_and_nobody_at_their_own",
            "tests/accounts/test_role_requests.py::test_who_asked_and_whom_it_is_about_cannot_confirm",
        ),
    ),
    "2.4.1": Item(
        "Limits on searches and probes",
        (
            "tests/accounts/test_rate_limits.py::test_the_third_search_is_refused_to_this_person_only",
            "tests/accounts/test_rate_limits.py::test_reveals_are_counted",
            "tests/accounts/test_rate_limits.py::test_a_system_over_its_limit_is_told_and_noted_once",
            "tests/accounts/test_rate_limits.py::test_who_makes_many_entries_wipes_out_none",
            f"{OIDC}/test_going_there.py::test_tries_are_limited",
            "tests/casework/test_emergency.py::test_there_are_five_within_a_day",
        ),
    ),
    "6.2.4": Item(
        "New passwords aren't among the common ones, nor made of the person's own words",
        (f"{SIGN_IN}/test_passwords.py::test_what_is_guessed_first_is_refused",),
    ),
    "6.2.12": Item(
        "New passwords are looked up among breached ones",
        (
            f"{SIGN_IN}/test_passwords.py::test_the_search_on_the_disk_finds_exactly_what_is_there",
            f"{SIGN_IN}/test_passwords.py::test_a_breached_password_is_refused",
        ),
        "partly",
        "the operator fetches the list",
    ),
    "6.3.1": Item(
        "Guessing is slowed down, and nobody is locked out by others",
        (
            f"{SIGN_IN}/test_tries.py::test_whatever_strangers_try_the_owner_gets_in_from_a_known_device",
            f"{SIGN_IN}/test_tries.py::test_one_address_waits_whatever_accounts_it_tries_and_the_known_device_there_does_not",
            f"{SIGN_IN}/test_code_tries.py::test_a_stranger_with_the_password_waits_and_the_owner_does_not",
        ),
    ),
    "6.3.3": Item(
        "A second factor for everybody who can see a person",
        (
            "tests/accounts/test_second_factor.py::test_it_is_set_up_before_anything_else",
            "tests/accounts/test_second_factor.py::test_its_secret_is_sealed_in_the_database",
            "tests/accounts/test_passkeys.py::test_it_opens_the_account_alone",
            "tests/accounts/test_passkeys.py::test_a_count_that_does_not_go_on_is_a_copy",
            f"{OIDC}/test_signing_in.py::test_whoever_has_a_second_factor_is_asked_for_it",
        ),
    ),
    "6.3.8": Item(
        "Nothing tells whether an account exists",
        (
            f"{SIGN_IN}/test_tries.py::test_the_answer_is_the_same_for_an_account_that_is_not_there",
            f"{SIGN_IN}/test_password_resets.py::test_the_answer_and_the_work_are_the_same_whether_there_is_an_account",
        ),
    ),
    "6.4.3": Item(
        "A forgotten password is set anew without going past the second factor",
        (
            f"{SIGN_IN}/test_password_resets.py::test_the_second_factor_is_asked_for_afterwards",
            f"{SIGN_IN}/test_password_resets.py::test_the_link_sets_a_password_once_and_ends_every_session",
        ),
    ),
    "7.4.2": Item(
        "Ending somebody's access ends their sessions",
        (
            "tests/accounts/test_rights_end.py::test_a_person_without_access_is_signed_out_at_the_next_request",
            "tests/accounts/test_factor_resets.py::test_a_second_person_confirms_and_factor_and_sessions_end",
            "tests/accounts/test_clients.py::test_an_ended_connection_opens_nothing_and_stays_ended",
        ),
    ),
    "7.4.3": Item(
        "A new password or second factor ends the other sessions",
        (
            f"{SIGN_IN}/test_devices.py::test_a_new_password_ends_the_others",
            f"{SIGN_IN}/test_devices.py::test_a_new_second_factor_ends_the_others",
        ),
    ),
    "7.5.2": Item(
        "People see their sessions and end them",
        (
            f"{SIGN_IN}/test_devices.py::test_an_ended_session_is_refused_at_its_next_request",
            f"{SIGN_IN}/test_devices.py::test_signing_out_everywhere_else_leaves_this_one",
        ),
    ),
    "7.5.3": Item(
        "Dangerous acts ask again who is there",
        (
            f"{DOORS}/test_step_up_doors.py::test_no_listed_door_opens_to_a_stale_session",
            "tests/pages/test_step_up.py::test_what_was_typed_is_done_after_the_password_and_not_before",
            "tests/pages/test_step_up.py::test_an_act_given_up_is_not_done_by_a_later_visit",
        ),
    ),
    "8.1.2": Item(
        "Who may what is written down, from the code",
        (f"{WEB}::test_the_page_about_access_is_the_table", f"{WEB}::test_every_page_is_in_the_table"),
    ),
    "8.2.2": Item(
        "Rows: whoever may not see one finds nothing, by page, form and API",
        (
            f"{WEB}::test_each_door_opens_for_those_it_should_and_looks_absent_to_the_rest",
            f"{WEB}::test_who_may_not_see_a_page_may_not_post_to_it_either",
            f"{WEB}::test_a_restricted_case_is_there_for_those_named_on_it_alone",
            f"{DOORS}/test_api_doors.py::test_each_caller_is_answered_as_the_table_says",
            f"{DOORS}/test_api_doors.py::test_what_is_another_organizations_is_byte_for_byte_absent",
            f"{DOORS}/test_fences.py::test_a_hole_in_the_scope_is_noticed",
            f"{DOORS}/test_fences.py::test_a_hole_in_a_policy_is_noticed",
        ),
    ),
    "8.2.3": Item(
        "Fields: a role reads its groups and no others",
        (
            f"{DOORS}/test_field_groups.py::test_each_role_is_shown_its_groups_of_fields_and_no_others",
            "tests/casework/test_field_groups.py::test_a_role_finds_its_groups_alone",
            "tests/casework/test_field_groups.py::test_a_role_reveals_its_groups_alone",
        ),
    ),
    "8.3.2": Item(
        "What was taken away is gone at the next request",
        (
            "tests/accounts/test_standing.py::test_open_sessions_of_a_suspended_organization_open_nothing",
            f"{DOORS}/test_revocation.py::test_what_is_taken_away_is_gone_at_the_next_request",
            "tests/casework/test_emergency.py::test_when_its_time_is_over_the_database_shows_nothing",
        ),
    ),
    "8.3.3": Item(
        "Jobs run as the person who asked, with what they may do now",
        ("tests/importing/test_job.py::test_it_is_refused_once_the_person_was_deactivated",),
    ),
    "8.4.1": Item(
        "Nobody can tell that there is more than they see",
        (
            f"{DOORS}/test_twin_worlds.py::test_what_is_not_seen_changes_nothing_that_is",
            f"{DOORS}/test_fences.py::test_the_scope_keeps_every_door_with_row_level_security_open",
            f"{DOORS}/test_fences.py::test_row_level_security_keeps_every_row_with_the_scope_open",
            f"{DOORS}/test_raw_sql.py::test_a_true_actor_gets_the_rows_of_cases_they_see_and_no_others",
            f"{DOORS}/test_raw_sql.py::test_no_error_tells_of_a_hidden_row",
        ),
    ),
    "11.1.1": Item(
        "The life of keys is written down and holds",
        (
            f"{ENCRYPTION}/test_keys.py::test_the_store_holds_no_usable_key",
            f"{ENCRYPTION}/test_keys.py::test_destroying_overwrites_the_wrapped_bytes_and_writes_the_journal",
            f"{ENCRYPTION}/test_held_keys.py::test_any_k_of_n_open_it_and_no_fewer",
            f"{ENCRYPTION}/test_rotation.py::test_killed_at_any_point_nothing_is_lost_and_readers_and_makers_go_on",
            f"{ENCRYPTION}/test_root_rotation.py::test_everything_opens_and_what_came_from_the_old_root_opens_nothing",
            f"{ENCRYPTION}/test_recovery.py::test_any_k_of_n_in_any_order_open_it",
            f"{ENCRYPTION}/test_inventory.py::test_each_purpose_has_its_line_and_no_other_is_named",
            "tests/operations/test_root_key_killed.py::test_killed_at_each_step_nothing_is_lost_and_everybody_works_on",
        ),
    ),
    "11.2.2": Item(
        "Algorithms and keys can be changed",
        (
            f"{ENCRYPTION}/test_cipher.py::test_it_opens_what_it_sealed_and_adds_45_bytes",
            f"{ENCRYPTION}/test_rotation.py::test_a_rotated_organization_opens_everything_and_keeps_its_secret",
            f"{ENCRYPTION}/test_rotation.py::test_another_master_key_opens_the_same_root",
        ),
        "partly",
        "master, root and organization keys change; data keys and the keys of stored statistics don't",
    ),
    "11.3.3": Item(
        "A ciphertext that was moved or changed doesn't open",
        (
            f"{ENCRYPTION}/test_cipher.py::test_a_ciphertext_in_another_place_fails",
            f"{ENCRYPTION}/test_cipher.py::test_any_flipped_bit_fails",
            f"{ENCRYPTION}/test_fields.py::test_a_moved_ciphertext_fails",
        ),
    ),
    "11.3.4": Item("No nonce is used twice", (f"{ENCRYPTION}/test_cipher.py::test_nonces_do_not_repeat",)),
    "11.5.1": Item(
        "Ids and tokens can't be guessed: 128 bits and more",
        ("tests/casework/test_ids.py::test_no_id_looks_like_an_option_or_needs_escaping",),
    ),
    "13.2.2": Item(
        "The application's logins can do no more than their work needs",
        (
            "tests/operations/test_logins.py::test_none_is_superuser_or_may_make_anything_on_the_server",
            f"{DOORS}/test_raw_sql.py::test_without_a_true_actor_nothing_is_there",
            f"{DOORS}/test_raw_sql.py::test_the_owner_sees_its_tables_and_no_login_but_it_may_open_them",
            f"{DOORS}/test_raw_sql.py::test_exporter_and_reporting_reach_no_protected_table_whoever_they_state",
        ),
    ),
    "13.3.1": Item(
        "The master key is in no database, repository or backup",
        (
            f"{ENCRYPTION}/test_master_key.py::test_it_refuses_the_data_folder",
            f"{ENCRYPTION}/test_master_key.py::test_it_refuses_a_file_that_others_can_use",
            f"{DOORS}/test_left_behind.py::test_what_is_at_rest_holds_none_of_them",
        ),
    ),
    "14.2.1": Item(
        "Nothing about a person stands in an address; searches are posted",
        (
            f"{DOORS}/test_crawler.py::test_every_link_and_form_that_is_found_can_be_walked",
            "tests/pages/casework/test_find.py::test_words_in_an_address_are_not_looked_at",
        ),
    ),
    "14.2.6": Item(
        "Exact facts are masked; revealing is written down",
        (
            "tests/pages/casework/test_looking.py::test_identity_sent_back_with_errors_is_a_reveal",
            "tests/casework/test_field_groups.py::test_a_role_reveals_its_groups_alone",
            "tests/browser/test_leaving.py::test_a_revealed_fact_hides_itself_after_three_minutes",
        ),
    ),
    "14.2.7": Item(
        "What isn't needed any more is deleted, in restored backups too",
        (
            f"{ENCRYPTION}/test_keys.py::test_a_destroyed_key_is_unreadable_from_a_warm_cache",
            f"{ENCRYPTION}/test_key_store.py::test_a_destroyed_key_leaves_no_trace_in_the_file",
            f"{ENCRYPTION}/test_journal.py::test_yesterdays_key_store_opens_nothing_that_was_erased_since",
            "tests/operations/test_compose_commands.py::test_a_restored_key_store_brings_no_destroyed_key_back",
            "tests/rights/test_erasing.py::test_a_restored_backup_of_both_stores_brings_nobody_back",
            "tests/rights/test_retention.py::test_nothing_is_erased_that_nobody_confirmed",
        ),
    ),
    "14.2.8": Item(
        "Pictures lose what the camera wrote into them",
        ("tests/casework/test_documents.py::test_pictures_lose_what_the_camera_wrote",),
    ),
    "14.3.1": Item(
        "Leaving and signing out empty the browser",
        (
            "tests/frontend/test_privacy.py::test_leaving_signs_out_and_empties_the_browser",
            "tests/browser/test_leaving.py::test_after_signing_out_back_shows_nothing",
        ),
    ),
    "14.3.2": Item(
        "No page is kept by browser or proxy",
        (
            "tests/frontend/test_privacy.py::test_every_page_carries_the_headers",
            f"{DOORS}/test_headers.py::test_every_page_has_them_whatever_it_answers",
        ),
    ),
    "15.3.3": Item(
        "What a form or a call doesn't have isn't taken",
        (
            f"{DOORS}/test_extra_fields.py::test_a_form_takes_nothing_that_it_does_not_have",
            "tests/partner_api/test_http.py::test_a_draft_cannot_be_given_a_state_or_receiver",
        ),
    ),
    "15.3.4": Item(
        "Addresses behind proxies count only as far as they are trusted",
        ("tests/accounts/test_address.py::test_it_is_the_one_the_trusted_proxies_saw",),
    ),
    "15.4.2": Item(
        "A check and what it allows are one transaction",
        ("tests/referrals/test_races.py::test_of_fifty_acceptances_of_one_version_one_succeeds",),
    ),
    "16.2.5": Item(
        "No log holds what may not be in it",
        (
            "tests/journeys/test_planted_values.py::test_no_planted_value_is_left_behind_in_clear",
            "tests/operations/test_logs.py::test_an_error_is_named_by_its_type_and_place_alone",
            f"{DOORS}/test_left_behind.py::test_no_planted_word_is_left_where_it_must_not_be",
        ),
    ),
    "16.3.2": Item(
        "Refusals and looks are written down",
        (
            "tests/pages/test_refusals.py::test_a_refusal_is_written_after_the_request_was_rolled_back",
            "tests/pages/casework/test_looking.py::test_every_case_page_enters_the_trail_of_who_looked",
            "tests/accounts/test_sign_in_trail.py::test_a_refused_sign_in_is_shown_to_the_auditor_without_the_address",
            "tests/partner_api/test_refused.py::test_what_is_absent_or_not_yours_is_written_down_without_its_id",
            "tests/partner_api/test_refusals_kept.py::test_a_system_that_floods_leaves_few_entries_that_count_all",
            "tests/partner_api/test_refusals_kept.py::test_no_call_changes_anything_without_an_entry",
        ),
    ),
    "16.4.2": Item(
        "The trail can't be changed by those it is about, and changes by others are found",
        (
            f"{AUDIT}/test_fences.py::test_nothing_written_is_changed",
            f"{AUDIT}/test_checkpoints.py::test_it_is_found_and_said_where",
            f"{AUDIT}/test_checkpoints.py::test_an_untouched_trail_is_never_doubted",
        ),
    ),
    "16.4.3": Item(
        "What proves the trail is kept elsewhere",
        (
            f"{AUDIT}/test_checkpoints.py::test_a_trail_cut_at_its_end_is_found_by_the_anchor",
            f"{AUDIT}/test_checkpoints.py::test_a_trail_signed_anew_with_another_key_is_found",
            f"{AUDIT}/test_killed.py::test_it_goes_on_where_it_was_killed",
        ),
    ),
    "16.5.3": Item(
        "Without trail or key nothing is done or shown",
        (
            f"{AUDIT}/test_fails_closed.py::test_what_cannot_be_written_down_is_not_shown",
            f"{AUDIT}/test_fails_closed.py::test_what_cannot_be_written_down_is_not_done",
            f"{DOORS}/test_held_doors.py::test_no_door_breaks_and_none_tells_a_word",
        ),
    ),
}
PROVED_BY: dict[str, tuple[str, ...]] = {number: item.tests for number, item in ASVS.items()}
