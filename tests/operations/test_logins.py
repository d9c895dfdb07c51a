"""The separate database logins: what each may do, and above all what it may not."""

import os

import psycopg
import pytest

from casemgr.db import provision
from tests import cluster

pytestmark = pytest.mark.nodb


@pytest.fixture(scope="module")
def database():
    """A provisioned and migrated database of the module's own."""
    if failed := cluster.failure():
        pytest.fail(failed)
    name = f"casemgr_logins_{os.getpid()}"
    cluster.clone(name)
    yield name
    cluster.drop(name)


def ask(database, login, statement):
    """Run one statement as a login; the rows, if any."""
    conninfo = f"postgresql://{login}@/{database}?host={cluster.folder()}/pg/socket"
    with psycopg.connect(conninfo, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_none_is_superuser_or_may_make_anything_on_the_server(database):
    rows = ask(
        database,
        "postgres",
        "SELECT rolname FROM pg_roles WHERE rolname LIKE 'casemgr_%'"
        " AND (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication)",
    )
    assert rows == []


def test_none_is_a_member_of_another(database):
    assert ask(database, "postgres", "SELECT 1 FROM pg_auth_members WHERE member::regrole::text ~ 'casemgr'") == []


def test_only_the_backup_login_bypasses_policies(database):
    rows = ask(database, "postgres", "SELECT rolname FROM pg_roles WHERE rolbypassrls AND rolname ~ '^casemgr_'")
    assert rows == [(provision.ROLE_BACKUP,)]


@pytest.mark.parametrize("login", sorted(set(provision.NAMES) - {provision.ROLE_OWNER}))
def test_only_the_owner_makes_tables(database, login):
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction)):
        ask(database, login, "CREATE TABLE public.mine (x int)")


@pytest.mark.parametrize("login", [provision.ROLE_APP, provision.ROLE_WORKER])
def test_web_and_worker_change_rows_but_never_whole_tables(database, login):
    assert ask(database, login, "SELECT has_table_privilege('cases_case', 'INSERT')") == [(True,)]
    for privilege in ("TRUNCATE", "REFERENCES", "TRIGGER"):
        assert ask(database, login, f"SELECT has_table_privilege('cases_case', '{privilege}')") == [(False,)]


@pytest.mark.parametrize("login", [provision.ROLE_EXPORTER, provision.ROLE_REPORTING])
def test_exporter_and_reporting_see_no_table(database, login):
    rows = ask(
        database,
        "postgres",
        f"SELECT oid::regclass FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v')"
        f" AND has_table_privilege('{login}', oid, 'SELECT')",
    )
    assert rows == []


@pytest.mark.parametrize("login", sorted(set(provision.NAMES) - {provision.ROLE_OWNER, provision.ROLE_BACKUP}))
def test_nobody_reads_the_secret_that_signs_actors(database, login):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(database, login, "SELECT * FROM app.context_secret")


def test_the_backup_login_reads_everything_and_writes_nothing(database):
    ask(database, provision.ROLE_BACKUP, "SELECT count(*) FROM cases_case")
    assert ask(
        database,
        "postgres",
        "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'S')"
        " AND relnamespace::regnamespace::text !~ '^pg_|information_schema'"
        f" AND NOT has_table_privilege('{provision.ROLE_BACKUP}', oid, 'SELECT')",
    ) == [(0,)]
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction)):
        ask(database, provision.ROLE_BACKUP, "DELETE FROM cases_case")


def test_strangers_may_not_connect(database):
    with cluster.admin() as admin:
        admin.execute(f"CREATE ROLE stranger_{os.getpid()} LOGIN")
        try:
            with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
                ask(database, f"stranger_{os.getpid()}", "SELECT 1")
        finally:
            admin.execute(f"DROP ROLE stranger_{os.getpid()}")


def test_a_second_provisioning_changes_nothing(database):
    def state():
        query = "SELECT rolname, rolconfig, rolbypassrls FROM pg_roles WHERE rolname ~ '^casemgr_' ORDER BY 1"
        return (
            ask(database, "postgres", query),
            ask(database, "postgres", f"SELECT datacl::text FROM pg_database WHERE datname = '{database}'"),
            ask(database, "postgres", "SELECT defaclacl::text FROM pg_default_acl ORDER BY 1"),
        )

    before = state()
    conninfo = f"postgresql://postgres@/postgres?host={cluster.folder()}/pg/socket"
    assert provision.provision(conninfo, database=database) == []
    assert state() == before
