"""The database itself refuses a grant by somebody who may not make it."""

import pytest
from django.db import ProgrammingError, connection, transaction

from cases.actions import assign, end_grant, grant, set_restricted
from cases.actions.assign import view_case_permission
from cases.models import Case
from tests.conftest import as_user, make_person_of, open_case


def insert_grant(case, user):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_caseuserobjectpermission (permission_id, user_id, content_object_id, organization_id) "
            "VALUES (%s, %s, %s, %s)",
            [view_case_permission().pk, user.pk, case.pk, user.organization_id],
        )


def change_grants(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def sees(user, case):
    with as_user(user):
        return Case.objects.visible_to(user).filter(pk=case.pk).exists()


@pytest.fixture
def restricted(case, caseworker):
    with as_user(caseworker):
        Case.objects.visible_to(caseworker).filter(pk=case.pk).update(restricted=True)
    return case


def test_a_caseworker_cannot_name_themselves_on_a_colleagues_case(case, colleague):
    with as_user(colleague), pytest.raises(ProgrammingError, match="row-level security"):
        insert_grant(case, colleague)
    assert not sees(colleague, case)


def test_a_supervisor_cannot_name_themselves_on_a_restricted_case(restricted, supervisor):
    with as_user(supervisor), pytest.raises(ProgrammingError, match="row-level security"):
        insert_grant(restricted, supervisor)
    assert not sees(supervisor, restricted)


def test_nobody_names_themselves_on_another_organizations_case(case, lotus):
    stranger = make_person_of(lotus, "supervisor")
    with as_user(stranger), pytest.raises(ProgrammingError, match="row-level security"):
        insert_grant(case, stranger)


def test_the_maker_of_a_case_cannot_come_back_once_unnamed(case, caseworker, colleague, supervisor):
    with as_user(supervisor):
        assign(case, to=colleague, by=supervisor)
        end_grant(case, of=caseworker, by=supervisor)
    with as_user(caseworker), pytest.raises(ProgrammingError, match="row-level security"):
        insert_grant(case, caseworker)


def test_those_without_sight_of_cases_see_and_make_no_grants(case, org_admin):
    with as_user(org_admin):
        assert change_grants("SELECT 1 FROM cases_caseuserobjectpermission") == 0
        with pytest.raises(ProgrammingError, match="row-level security"):
            insert_grant(case, org_admin)


def test_grants_of_others_cannot_be_taken_or_turned(case, caseworker, colleague):
    with as_user(colleague):
        assert change_grants("DELETE FROM cases_caseuserobjectpermission") == 0
        assert change_grants("UPDATE cases_caseuserobjectpermission SET user_id = %s", colleague.pk) == 0
    assert sees(caseworker, case)


def test_a_supervisor_outside_a_restricted_case_cannot_take_its_names(restricted, caseworker, supervisor):
    with as_user(supervisor):
        assert change_grants("DELETE FROM cases_caseuserobjectpermission") == 0
    assert sees(caseworker, restricted)


def test_supervisors_restrict_name_and_unname_as_before(case, caseworker, colleague, supervisor):
    with as_user(supervisor):
        set_restricted(case, restricted=True, reason="A relative works here", by=supervisor)
        grant(case, to=colleague, by=supervisor)
    assert sees(colleague, case) and sees(supervisor, case) and sees(caseworker, case)
    with as_user(supervisor):
        end_grant(case, of=colleague, by=supervisor)
    assert not sees(colleague, case)


def test_an_intake_worker_registers_for_a_caseworker(intake, caseworker):
    from cases.actions import register
    from tests.conftest import store_consent

    with as_user(intake):
        case = register(person={"alias": "Bee"}, consent=store_consent(), by=intake, caseworker=caseworker)
    assert sees(caseworker, case)


def test_a_case_of_ones_own_is_seen_at_once(caseworker):
    assert sees(caseworker, open_case(caseworker, "Bee"))
