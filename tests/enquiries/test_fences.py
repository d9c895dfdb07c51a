"""The database alone: who asks is in no row that the asked can read, and each side writes its own side."""

import pytest
from django.db import DatabaseError, connection, transaction

from casemgr.accounts.clock import today
from casemgr.db.actor import acting_as
from cases.actions import set_restricted
from referrals.alerts import as_organization
from tests.conftest import as_user, make_person_of
from tests.enquiries.conftest import ask, give, received

pytestmark = pytest.mark.usefixtures("asked", "empty_cache")
ENQUIRY, ANSWER = "referrals_enquiry", "referrals_enquiryanswer"


def rows(user, sql, *values):
    with as_user(user), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def changed(user, sql, *values):
    """How many rows it changed, undone; "refused" by the database."""
    try:
        with as_user(user), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
            count = cursor.rowcount
            transaction.set_rollback(True)
            return count
    except DatabaseError:
        return "refused"


def test_who_asks_stands_in_no_row_that_the_asked_can_read(asked, harbor, caseworker, case, lotus_worker):
    secret = {str(harbor.pk), str(caseworker.pk), str(case.pk), str(case.person_id), asked.public_id}
    for table in [name for name in connection.introspection.table_names() if name.startswith(("referrals_", "cases_"))]:
        if table.startswith("referrals_directory") or table in ("referrals_serviceatlocation",):
            continue  # what Harbor keeps of the directory is for all
        for (row,) in rows(lotus_worker, f"SELECT t::text FROM {table} t"):
            assert not [one for one in secret if one in row], table
    told = rows(lotus_worker, "SELECT t::text FROM audit_auditentry t")
    assert not [row for (row,) in told if any(one in row for one in secret)]


def test_each_sees_its_own_side(asked, caseworker, colleague, lotus_worker, sahel_worker, delta, supervisor):
    stranger = make_person_of(delta, "supervisor")
    counts = {
        user.name: (len(rows(user, f"SELECT id FROM {ENQUIRY}")), len(rows(user, f"SELECT id FROM {ANSWER}")))
        for user in (caseworker, supervisor, colleague, lotus_worker, sahel_worker, stranger)
    }
    assert list(counts.values()) == [(1, 2), (1, 2), (0, 0), (0, 1), (0, 1), (0, 0)]


def test_nothing_that_was_asked_is_ever_changed(caseworker, lotus_worker):
    for user in (caseworker, lotus_worker):
        for column in ("service_code", "language", "age_band", "receiver_id", "enquiry_id", "asked_at", "closes_at"):
            assert changed(user, f"UPDATE {ANSWER} SET {column} = {column}") == "refused", column
    for column in ("case_id", "organization_id", "asked_by_id", "language", "closes_at"):
        assert changed(caseworker, f"UPDATE {ENQUIRY} SET {column} = {column}") == "refused", column


def test_each_writes_its_own_side_alone(caseworker, lotus_worker):
    yes = f"UPDATE {ANSWER} SET answer = 'yes', until = current_date, answered_at = now()"
    back = f"UPDATE {ANSWER} SET withdrawn_at = now()"
    assert (changed(caseworker, yes), changed(lotus_worker, yes)) == ("refused", 1)
    assert (changed(caseworker, back), changed(lotus_worker, back)) == (2, "refused")
    assert changed(lotus_worker, f"UPDATE {ANSWER} SET told_of = now()") == "refused"
    assert (changed(lotus_worker, f"DELETE FROM {ANSWER}"), changed(caseworker, f"DELETE FROM {ANSWER}")) == (0, 2)
    assert changed(lotus_worker, f"DELETE FROM {ENQUIRY}") == 0


COLUMNS = (
    "id, public_id, enquiry_id, receiver_id, asked_at, closes_at, service_code, needs, whom, together, age_band, "
    "region, language, interpreter_needed, answer, reason_code, version"
)


def copy_to(receiver, answer="''", at="answered_at"):
    """SQL that asks one more organization, by copying a row."""
    told = COLUMNS.replace("id, public_id", "gen_random_uuid(), 'x'", 1).replace("receiver_id", f"'{receiver.pk}'")
    return f"INSERT INTO {ANSWER} ({COLUMNS}) SELECT {told.replace(', answer,', f', {answer},')} FROM {ANSWER} LIMIT 1"


def test_the_sender_alone_asks_and_only_organizations_that_take_part_here(caseworker, lotus_worker, harbor, delta):
    assert changed(caseworker, copy_to(delta)) == 1
    assert changed(lotus_worker, copy_to(delta)) == "refused"
    assert changed(caseworker, copy_to(harbor)) == "refused"
    for status in ("pending", "suspended"):
        delta.status = status
        delta.save()
        assert changed(caseworker, copy_to(delta)) == "refused", status


def test_nobody_asks_for_a_case_they_dont_see(colleague, caseworker, giving, case):
    ask(colleague, giving)
    columns = COLUMNS.replace("enquiry_id, receiver_id, ", "organization_id, asked_by_id, ").replace(
        "answer, reason_code", "state, state_since"
    )
    told = columns.replace("id, public_id", "gen_random_uuid(), 'y'", 1)
    sql = f"INSERT INTO {ENQUIRY} ({columns}, case_id) SELECT {told}, '{case.pk}' FROM {ENQUIRY} WHERE case_id IS NULL"
    assert (changed(colleague, sql), changed(caseworker, sql)) == ("refused", 1)


def test_a_restricted_case_hides_its_enquiries_but_not_from_the_clock(case, caseworker, supervisor, harbor, asked):
    second = make_person_of(harbor, "supervisor")
    with as_user(supervisor):
        set_restricted(case, restricted=True, reason="A relative works here", by=supervisor)
    assert rows(second, f"SELECT id FROM {ENQUIRY}") == [] and len(rows(caseworker, f"SELECT id FROM {ENQUIRY}")) == 1
    with acting_as(as_organization(harbor.pk)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {ENQUIRY}")
        assert cursor.fetchall() == [(asked.pk,)]


def test_a_half_answer_is_refused(lotus_worker, lotus):
    give(lotus_worker, "yes", until=today(lotus))
    for half in ("until = NULL", "answer = ''", "reason_code = 'other'", "answered_at = NULL", "answer = 'no'"):
        assert changed(lotus_worker, f"UPDATE {ANSWER} SET {half}") == "refused", half
    assert received(lotus_worker).answer == "yes"
