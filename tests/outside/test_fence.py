"""What SQL alone can't do as the app's or the worker's login: see another's partner, refer to it, or act as one."""

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction

from casemgr.accounts.models import Organization, User
from casemgr.db.actor import acting_as
from casemgr.ids import uuid7
from referrals.alerts import as_organization
from tests.conftest import as_user, make_person_of
from tests.referrals.test_own_side import insert_party, insert_referral, refused


def rows(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


NAMED = "SELECT name FROM accounts_organization WHERE kept_by_id IS NOT NULL"


@pytest.mark.parametrize("who", ["caseworker", "supervisor", "org_admin", "intake"])
def test_its_keepers_people_find_it(outside, harbor, who):
    with as_user(make_person_of(harbor, who)), transaction.atomic():
        assert rows(NAMED) == [("Green Gate Clinic",)]


def test_nobody_else_finds_it_under_any_name(outside, partner_worker, stranger, researcher):
    for by in (partner_worker, stranger, researcher):
        with as_user(by), transaction.atomic():
            assert rows(NAMED) == []
            assert rows("SELECT * FROM referrals_outsidepartner") == []
            assert rows("SELECT count(*) FROM accounts_organization WHERE slug ~ '^[0-9a-f]{32}$'") == [(0,)]
            assert rows("UPDATE accounts_organization SET status = 'active' WHERE id = %s", outside.partner_id) == 0
            assert rows("DELETE FROM accounts_organization WHERE id = %s", outside.partner_id) == 0
    with acting_as(None), transaction.atomic():
        assert rows(NAMED) == []
        assert rows("SELECT count(*) FROM accounts_organization") >= [(2,)]  # those here are known before sign-in


def test_an_error_tells_no_stranger_of_it(outside, stranger):
    asked = "SELECT 1 FROM accounts_organization WHERE 1 / (CASE WHEN name = 'Green Gate Clinic' THEN 0 ELSE 1 END) > 0"
    with as_user(stranger), transaction.atomic():
        assert len(rows(asked)) == rows("SELECT count(*) FROM accounts_organization")[0][0]


def test_a_stranger_refers_to_none_that_another_keeps(outside, foreign, partner_worker, stranger, worker):
    with as_user(worker):
        partner = Organization.objects.get(pk=outside.partner_id)
    for by in (partner_worker, stranger):
        with as_user(by), refused(), transaction.atomic():
            insert_referral(by.home, partner)
    with as_user(worker), transaction.atomic():
        assert insert_referral(worker.home, partner)


def test_it_never_sends(outside, worker, supervisor):
    with as_user(worker):
        partner = Organization.objects.get(pk=outside.partner_id)
    with as_user(supervisor), refused(), transaction.atomic():
        insert_referral(partner, supervisor.home)
    with acting_as(as_organization(partner.pk)), refused(), transaction.atomic():
        insert_referral(partner, supervisor.home)


def test_it_has_no_people(outside, worker, org_admin):
    with as_user(org_admin):
        partner = Organization.objects.get(pk=outside.partner_id)
        with pytest.raises(IntegrityError), transaction.atomic():
            make_person_of(partner, "caseworker")
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.filter(pk=worker.pk).update(organization=partner)


def test_whose_it_is_never_changes_and_nobody_hides_one_of_those_here(outside, lotus, org_admin):
    change = "UPDATE accounts_organization SET kept_by_id = %s WHERE id = %s"
    for keeper, one in ((lotus.pk, outside.partner_id), (None, outside.partner_id), (org_admin.home.pk, lotus.pk)):
        with as_user(org_admin), pytest.raises(DatabaseError), transaction.atomic():
            rows(change, keeper, one)


MADE = """INSERT INTO accounts_organization (id, public_id, name, slug, country, language, time_zone, status,
    last_case_number, created_at, self_approval, closure_approval, emergency_access, asked, services, kept_by_id)
    VALUES (%s, %s, 'Planted', %s, 'USA', 'en', 'UTC', 'active', 0, now(), false, false, true, '{}', '{}', %s)"""


def made(keeper):
    one = uuid7()
    return rows(MADE, one, one.hex[:22], one.hex, keeper)


@pytest.mark.parametrize("who", ["caseworker", "auditor"])
def test_only_with_the_right_one_is_made_or_changed(outside, harbor, who):
    with as_user(make_person_of(harbor, who)):
        with refused(), transaction.atomic():
            made(harbor.pk)
        with transaction.atomic():
            assert rows("UPDATE accounts_organization SET name = 'x' WHERE id = %s", outside.partner_id) == 0
            assert rows("UPDATE referrals_outsidepartner SET version = 9") == 0


def test_one_is_made_for_ones_own_organization_alone(harbor, lotus, supervisor):
    with as_user(supervisor):
        with refused(), transaction.atomic():
            made(lotus.pk)
        with transaction.atomic():
            assert made(harbor.pk) == 1


def test_who_wrote_it_does_not_confirm_it_even_by_sql(pending, supervisor):
    change = "UPDATE referrals_outsidepartner SET confirmed_by_id = %s, confirmed_at = now() WHERE id = %s"
    with as_user(supervisor), pytest.raises(IntegrityError), transaction.atomic():
        rows(change, supervisor.pk, pending.pk)


def test_its_details_stay_with_it_and_nobody_deletes_them(outside, supervisor):
    with as_user(supervisor):
        for change in ("SET partner_id = organization_id", "SET organization_id = partner_id"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                rows(f"UPDATE referrals_outsidepartner {change}")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            rows("DELETE FROM referrals_outsidepartner")


def test_a_party_row_of_it_is_the_keepers_to_make(offered, outside, stranger, worker):
    with as_user(worker):
        partner = Organization.objects.get(pk=outside.partner_id)
    with as_user(stranger), refused(), transaction.atomic():
        insert_party(offered.pk, partner, "receiver")
