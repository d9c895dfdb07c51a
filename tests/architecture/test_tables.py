"""Every table with a person's data has a forced policy; the others say why not."""

from django.db import connection

from casemgr.db.exempt import EXEMPT

PROTECTED = (
    "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class WHERE relkind IN ('r', 'p') "
    "AND relnamespace = 'public'::regnamespace"
)


def rows(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def test_every_table_has_a_forced_policy_or_a_reason():
    open_tables = {name for name, forced in rows(PROTECTED) if not forced}
    assert open_tables - set(EXEMPT) == set()


def test_the_reasons_name_only_tables_that_are_open():
    assert set(EXEMPT) - {name for name, forced in rows(PROTECTED) if not forced} == set()


def test_no_second_permissive_policy_opens_a_table_again():
    twice = (
        "SELECT tablename, cmd, r FROM pg_policies, unnest(roles) r WHERE permissive = 'PERMISSIVE' "
        "GROUP BY 1, 2, 3 HAVING count(*) > 1"
    )
    assert rows(twice) == []


def test_the_tests_run_as_the_unprivileged_login():
    assert rows("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user") == [
        ("casemgr_app", False, False)
    ]


def test_the_app_login_may_not_truncate_or_own_anything():
    assert (
        rows(
            "SELECT c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname <> 'casemgr_owner'"
            " AND c.relnamespace = 'public'::regnamespace"
        )
        == []
    )
    assert (
        rows(
            "SELECT table_name FROM information_schema.role_table_grants WHERE grantee = 'casemgr_app' "
            "AND privilege_type IN ('TRUNCATE', 'TRIGGER', 'REFERENCES')"
        )
        == []
    )


def test_no_materialized_view_keeps_rows_past_their_policy():
    assert rows("SELECT matviewname FROM pg_matviews") == []
