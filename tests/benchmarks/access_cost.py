"""What access rules, the trail and encryption cost: a request with all of it on, beside the same without. Run it:

    .venv/bin/python -m tests.benchmarks.access_cost [--cases 2000 --organizations 2]

It starts a PostgreSQL of its own, loads generated cases, signs a supervisor and a caseworker in, and copies the
database. The copy is a build for tests alone: row-level security disabled on every table, every sealed column in
clear, and the trail writes nothing. Both answer the same requests in turn; the pages must be the same to the byte but
for tokens and, on a case, what the trail tells there. The floor is the least SQL for the page's rows, as the owner.
Medians, ratios in one run.
"""

import argparse
import datetime
import os
import re
import statistics
import sys
import time
from contextlib import ExitStack, contextmanager
from unittest import mock

import psycopg
from psycopg import sql

from tests import cluster
from tests.benchmarks.casework_ratio import DATABASE, ORDER, ROWS, SEEN, _load
from tests.benchmarks.whole_pages import PAGES, _a_case, _signed_in

BARE = f"{DATABASE}_bare"
ROUNDS, EACH, WARM = 7, 5, 3
TOKENS = re.compile(
    rb'name="(?:csrfmiddlewaretoken|draft_page)" value="[^"]+"|"X-CSRFToken": "[^"]+"|data-watermark="[^"]+"'
)
FLOORS = {"list": "", "filter": " AND c.risk = 'urgent'", "get": " AND c.public_id = %(one)s"}
WRITE = "note, written"
SHOWS_THE_TRAIL = {"get"}


def main() -> None:
    """Load, copy, ask in turn, print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--organizations", type=int, default=2)
    options = parser.parse_args()
    server = cluster.start()
    try:
        if failed := cluster.failure():
            sys.exit(failed)
        cluster.clone(DATABASE)
        os.environ.update(cluster.environment(DATABASE))
        import django

        django.setup()
        _load(options.cases, options.organizations)
        _compare(options)
    finally:
        server.stop()


def _compare(options) -> None:
    from django.db import connections

    from casemgr.accounts.models import User

    middle = options.organizations // 2 + 1
    people = [User.objects.get(email=f"{role}-{middle}-0@example.org") for role in SEEN]
    asked = [(user, _signed_in(user), _a_case(user)) for user in people]
    connections.close_all()
    cluster.clone(BARE, DATABASE)
    _bare(BARE)
    print(f"\n{options.cases:,} cases, {options.organizations} organizations; medians of {ROUNDS * EACH}")
    print(f"{'as':11} {'request':14} {'on ms':>8} {'off ms':>8} {'on/off':>7} {'floor ms':>9} {'on/floor':>9}")
    for user, client, case in asked:
        for name, path in [*PAGES.items(), (WRITE, "/cases/{case}/notes/new/")]:
            _line(user, client, case, name, path.format(case=case))


def _line(user, client, case, name, path) -> None:
    with _switched(DATABASE):
        if _ask(client, path, name).status_code == 403:
            return  # this role has no such page
    on, off = _in_turn(client, path, name)
    floor = _floor(user, case, name)
    told = f"{floor * 1e3:9.2f} {on / floor:9.1f}" if floor else f"{'-':>9} {'-':>9}"
    print(f"{user.role:11} {name:14} {on * 1e3:8.1f} {off * 1e3:8.1f} {on / off:7.2f} {told}", flush=True)


def _in_turn(client, path, name):
    """Median seconds with everything on and off, in blocks that take turns, so that noise falls on both."""
    taken = {DATABASE: [], BARE: []}
    for _round in range(ROUNDS):
        bodies = []
        for database, times in taken.items():
            with ExitStack() as stack:
                stack.enter_context(_switched(database))
                if database == BARE:
                    stack.enter_context(_nothing_sealed_or_written())
                for _time in range(WARM):
                    answer = _ask(client, path, name)
                bodies.append(TOKENS.sub(b"", answer.content))
                for _time in range(EACH):
                    began = time.perf_counter()
                    _ask(client, path, name)
                    times.append(time.perf_counter() - began)
        assert bodies[0] == bodies[1] or name in SHOWS_THE_TRAIL, f"{path} differs: this compares two different pages"
    return statistics.median(taken[DATABASE]), statistics.median(taken[BARE])


def _ask(client, path, name):
    from django.db import transaction

    if name != WRITE:
        return client.get(path)
    with transaction.atomic():
        answer = client.post(
            path,
            {"body": "Met at the office. " * 10, "kind": "general", "happened_on": datetime.date.today().isoformat()},
        )
        transaction.set_rollback(True)
    assert answer.status_code in (302, 403), answer.status_code
    return answer


def _floor(user, case, name) -> float:
    """Seconds of the least SQL that gives the page's rows, as the owner, without policies."""
    if name not in FLOORS:
        return 0.0
    statement = ROWS + SEEN[user.role] + FLOORS[name] + ORDER
    facts = {"org": user.organization_id, "user": user.pk, "one": case}
    taken = []
    with psycopg.connect(os.environ["OWNER_DATABASE_URL"]) as owner:
        for _time in range(ROUNDS * EACH):
            began = time.perf_counter()
            owner.execute(statement, facts).fetchall()
            taken.append(time.perf_counter() - began)
    return statistics.median(taken)


@contextmanager
def _switched(database):
    """The process's own connection asks this database for a while."""
    from django.db import connection

    if connection.settings_dict["NAME"] != database:
        connection.close()
        connection.settings_dict["NAME"] = database
    yield


@contextmanager
def _nothing_sealed_or_written():
    """The two parts that are code: columns hold what they say, and the trail is silent."""
    from casemgr.audit import trail
    from casemgr.audit.models import AuditEntry
    from casemgr.encryption import keys
    from casemgr.encryption.field_base import EncryptedField
    from casemgr.encryption.sealed import Sealed

    def opened(field, sealed, pk, owner):
        return sealed.ciphertext or None

    def sealed(field, instance, plain):
        return Sealed(field.encode(plain), plain=plain)

    with (
        mock.patch.object(EncryptedField, "_opened", opened),
        mock.patch.object(EncryptedField, "_sealed", sealed),
        mock.patch.object(keys, "prefetch", lambda *_: None),
        mock.patch.object(trail, "record", lambda *_args, **_more: AuditEntry()),
    ):
        yield


def _bare(database) -> None:
    """Disable row-level security in the copy, and write every sealed cell in clear."""
    from django.apps import apps

    from casemgr.encryption.field_base import _owner
    from casemgr.encryption.registry import encrypted_fields

    url = os.environ["OWNER_DATABASE_URL"].replace(DATABASE, database)
    with psycopg.connect(url, autocommit=True) as owner, _as_owner(database):
        tables = owner.execute("SELECT oid::regclass::text FROM pg_class WHERE relrowsecurity").fetchall()
        for (table,) in tables:
            owner.execute(sql.SQL("ALTER TABLE {} DISABLE ROW LEVEL SECURITY").format(sql.Identifier(table)))
            owner.execute(sql.SQL("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY").format(sql.Identifier(table)))
        for model in apps.get_models():
            fields = list(encrypted_fields(model))
            for row in model._base_manager.all() if fields else ():
                cells = {field: field.cell(row) for field in fields}
                told = {field.column: field._opened(cell, row.pk, _owner(row)) for field, cell in cells.items() if cell}
                if told:
                    _write(owner, model._meta.db_table, told, row.pk)
        owner.execute("VACUUM ANALYZE")


def _write(owner, table, told, pk) -> None:
    sets = sql.SQL(", ").join(sql.SQL("{} = %s").format(sql.Identifier(column)) for column in told)
    owner.execute(sql.SQL("UPDATE {} SET {} WHERE id = %s").format(sql.Identifier(table), sets), [*told.values(), pk])


@contextmanager
def _as_owner(database):
    """Django's own connection, as the tables' owner, while cells are opened."""
    from django.db import connection

    from casemgr.db.provision import ROLE_OWNER

    login = connection.settings_dict["USER"]
    connection.close()
    connection.settings_dict |= {"USER": ROLE_OWNER, "NAME": database}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["USER"] = login


if __name__ == "__main__":
    main()
