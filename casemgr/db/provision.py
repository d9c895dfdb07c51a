"""The database's separate logins, and the database itself. Safe to run again at any time.

No login is a superuser or a member of another: a web process that was taken over can't become the owner
(docs/decisions). Row-level security policies in migrations name these roles, so the names are fixed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import psycopg
from psycopg import sql

ROLE_OWNER = "casemgr_owner"
ROLE_APP = "casemgr_app"
ROLE_WORKER = "casemgr_worker"
ROLE_EXPORTER = "casemgr_exporter"
ROLE_REPORTING = "casemgr_reporting"
ROLE_BACKUP = "casemgr_backup"
DATABASE = "casemgr"

Connection = psycopg.Connection[tuple[object, ...]]


@dataclass(frozen=True)
class Login:
    """One login: the setting with its URL, what it is for, and whether its sessions may only read."""

    name: str
    setting: str
    purpose: str
    reads_only: bool = False
    bypasses_policies: bool = False


LOGINS = (
    Login(ROLE_OWNER, "OWNER_DATABASE_URL", "owns the tables; used by migrations alone"),
    Login(ROLE_APP, "DATABASE_URL", "the web processes"),
    Login(ROLE_WORKER, "WORKER_DATABASE_URL", "background jobs, in the name of the person who asked"),
    Login(ROLE_EXPORTER, "EXPORTER_DATABASE_URL", "reads the views of the export door", reads_only=True),
    Login(ROLE_REPORTING, "REPORTING_DATABASE_URL", "reads what migrations grant it", reads_only=True),
    Login(ROLE_BACKUP, "BACKUP_DATABASE_URL", "pg_dump", reads_only=True, bypasses_policies=True),
)
NAMES = tuple(login.name for login in LOGINS)


def provision(
    admin_conninfo: str, *, database: str = DATABASE, passwords: Mapping[str, str] | None = None
) -> list[str]:
    """Make or correct the logins and the database.

    `admin_conninfo` may create roles and databases (a superuser, or a managed service's administrator).
    `passwords` maps login to password; without one a login's password stays as it is. Returns what could not
    be done, in words. Raises psycopg.Error when the server refuses the rest.
    """
    notes: list[str] = []
    with psycopg.connect(admin_conninfo, autocommit=True) as admin:
        for login in LOGINS:
            notes += _login(admin, login, (passwords or {}).get(login.name))
        _take_memberships(admin)
        _become_able_to_own(admin)
        _database(admin, database)
    with psycopg.connect(admin_conninfo, dbname=database, autocommit=True) as admin:
        _grants(admin, database)
    return notes


def provision_keys(admin_conninfo: str, *, login: str, password: str, database: str) -> None:
    """Make the key store's own login and database, which should be on another server than the rest."""
    with psycopg.connect(admin_conninfo, autocommit=True) as admin:
        if not _exists(admin, "SELECT 1 FROM pg_roles WHERE rolname = %s", login):
            admin.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(login)))
        _set_password(admin, login, password)
        if not _is_superuser(admin):
            admin.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(login)))
        _own_database(admin, database, login)
        admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database)))


def _login(admin: Connection, login: Login, password: str | None) -> list[str]:
    name = sql.Identifier(login.name)
    if not _exists(admin, "SELECT 1 FROM pg_roles WHERE rolname = %s", login.name):
        admin.execute(sql.SQL("CREATE ROLE {} LOGIN").format(name))
    if password:
        _set_password(admin, login.name, password)
    if _is_superuser(admin):
        ordinary = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT"
        admin.execute(sql.SQL("ALTER ROLE {} " + ordinary).format(name))
    else:
        admin.execute(sql.SQL("ALTER ROLE {} LOGIN NOCREATEDB NOCREATEROLE NOINHERIT").format(name))
    read_only = sql.SQL("on" if login.reads_only else "off")
    admin.execute(sql.SQL("ALTER ROLE {} SET default_transaction_read_only = {}").format(name, read_only))
    return _bypass(admin, name) if login.bypasses_policies else []


def _bypass(admin: Connection, name: sql.Identifier) -> list[str]:
    try:
        admin.execute(sql.SQL("ALTER ROLE {} BYPASSRLS").format(name))
    except psycopg.errors.InsufficientPrivilege:
        return [
            f"{ROLE_BACKUP} may not bypass row-level security, because this administrator can't grant it: "
            "back up with your service's own snapshots, or have a superuser run "
            f"ALTER ROLE {ROLE_BACKUP} BYPASSRLS."
        ]
    return []


def _set_password(admin: Connection, name: str, password: str) -> None:
    """Hashed here (SCRAM), so that the password itself never reaches the server or its log."""
    hashed = admin.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()
    admin.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(name), sql.Literal(hashed)))


def _take_memberships(admin: Connection) -> None:
    rows = admin.execute(
        "SELECT g.rolname, m.rolname FROM pg_auth_members a JOIN pg_roles g ON g.oid = a.roleid "
        "JOIN pg_roles m ON m.oid = a.member WHERE m.rolname = ANY(%s)",
        [list(NAMES)],
    ).fetchall()
    for group, member in rows:
        statement = sql.SQL("REVOKE {} FROM {}")
        admin.execute(statement.format(sql.Identifier(str(group)), sql.Identifier(str(member))))


def _become_able_to_own(admin: Connection) -> None:
    """An administrator who isn't superuser must be a member of the owner to give it a database."""
    if not _is_superuser(admin):
        admin.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(ROLE_OWNER)))


def _database(admin: Connection, database: str) -> None:
    _own_database(admin, database, ROLE_OWNER)
    grant_connect(admin, database)


def _own_database(admin: Connection, database: str, login: str) -> None:
    name, owner = sql.Identifier(database), sql.Identifier(login)
    if _exists(admin, "SELECT 1 FROM pg_database WHERE datname = %s", database):
        admin.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(name, owner))
    else:
        statement = "CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0"
        admin.execute(sql.SQL(statement).format(name, owner))


def grant_connect(admin: Connection, database: str) -> None:
    """Let these logins, and nobody else, connect to `database` (a clone of it doesn't inherit that)."""
    name = sql.Identifier(database)
    admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    admin.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, _list(NAMES)))


def _grants(admin: Connection, database: str) -> None:
    """Inside the database: what each login gets on tables that migrations will make as the owner."""
    writers, backup = _list([ROLE_APP, ROLE_WORKER]), _list([ROLE_BACKUP])
    owner = sql.Identifier(ROLE_OWNER)
    default = sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} ").format(owner)
    admin.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    admin.execute(sql.SQL("GRANT ALL ON SCHEMA public TO {}").format(owner))
    admin.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}, {}").format(writers, backup))
    for statement in (
        # Only in `public`: other schemas (the actor's secret, the export door) grant table by table.
        sql.SQL("IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}").format(writers),
        sql.SQL("IN SCHEMA public GRANT USAGE ON SEQUENCES TO {}").format(writers),
        sql.SQL("REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC"),
        sql.SQL("GRANT EXECUTE ON FUNCTIONS TO {}").format(writers),
        sql.SQL("GRANT USAGE ON SCHEMAS TO {}").format(backup),
        sql.SQL("GRANT SELECT ON TABLES TO {}").format(backup),
        sql.SQL("GRANT SELECT ON SEQUENCES TO {}").format(backup),
    ):
        admin.execute(default + statement)


def _exists(admin: Connection, query: str, name: str) -> bool:
    return admin.execute(query, [name]).fetchone() is not None


def _is_superuser(admin: Connection) -> bool:
    row = admin.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    return bool(row and row[0])


def _list(names: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(name) for name in names)
