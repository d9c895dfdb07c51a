"""An empty database that loads the kept schema becomes the one that all migrations, run one by one, would have made."""

import os
import re
import secrets
import subprocess
import sys

import psycopg
import pytest
from psycopg import sql

from casemgr.db.keep_schema import kept as written
from casemgr.db.kept_schema import FILE, OWN_ROWS, is_empty
from casemgr.db.provision import ROLE_OWNER, provision
from casemgr.embedded_postgres import programs
from tests import cluster

pytestmark = [pytest.mark.nodb, pytest.mark.xdist_group("kept_schema")]


@pytest.fixture
def empty():
    """Makes databases with nothing in them, provisioned or bare; they are gone afterwards."""
    made = []

    def make(*, provisioned=True):
        name = f"casemgr_empty_{secrets.token_hex(6)}"
        made.append(name)
        (cluster.folder() / "data" / name).mkdir(parents=True)
        if provisioned:
            provision(at("postgres"), database=name)
        else:
            ask("postgres", sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        return name

    yield make
    for name in made:
        cluster.drop(name)


def at(database, login="postgres"):
    return f"postgresql://{login}@/{database}?host={cluster.folder()}/pg/socket"


def ask(database, statement):
    with psycopg.connect(at(database), autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def dump(database, *options):
    """What pg_dump says of a database, without the words that it makes up anew each time, and without clock times."""
    command = [str(programs() / "pg_dump"), *options, f"--dbname={at(database)}"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    said = re.sub(r"^\\(un)?restrict .*\n", "", said, flags=re.M)
    return re.sub(r"'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00'", "'then'", said)


def schema(database, bare):
    """The schema as PostgreSQL writes it once it has read it: brackets of the same meaning are then the same."""
    psql = [str(programs() / "psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--dbname={at(bare)}"]
    subprocess.run(psql, input=dump(database, "--schema-only"), capture_output=True, text=True, check=True)
    return dump(bare, "--schema-only").splitlines()


def rows(database):
    """Every row of every table, and where every sequence stands."""
    own = [f"--exclude-table-data={table}" for table in OWN_ROWS]
    return dump(database, "--data-only", "--inserts", *own).splitlines()


def own_rows(database, table):
    name = sql.Identifier(*table.split("."))
    return ask(database, sql.SQL("SELECT inner_pad, outer_pad FROM {}").format(name))


@pytest.mark.slow
def test_it_is_the_same_database_as_after_every_migration(empty):
    migrated, kept = empty(), empty()
    cluster.run("casemgr.cli", "migrate", "--every-migration", database=migrated)
    cluster.run("casemgr.cli", "migrate", database=kept)
    assert schema(kept, empty(provisioned=False)) == schema(migrated, empty(provisioned=False))
    assert rows(kept) == rows(migrated)
    assert any("INTO public.auth_permission" in line for line in rows(kept))
    assert [len(own_rows(kept, table)) for table in OWN_ROWS] == [1, 1]
    assert own_rows(kept, "app.context_secret") == own_rows(migrated, "app.context_secret"), "both from one key file"
    assert own_rows(kept, "door.pseudonym_key") != own_rows(migrated, "door.pseudonym_key"), "each made its own"


NEWER = {
    "newer/__init__.py": "",
    "newer/migrations/__init__.py": "",
    "newer/migrations/0001_initial.py": """
from django.db import migrations

class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunSQL("CREATE TABLE newer AS SELECT count(*) AS found FROM cases_case")]
""",
    "newer/settings.py": """
from casemgr.settings import *
INSTALLED_APPS = [*INSTALLED_APPS, "newer"]
""",
}


def test_a_migration_newer_than_the_file_runs_after_it(empty, tmp_path):
    for name, text in NEWER.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    name = empty()
    path = os.pathsep.join([str(tmp_path), str(cluster.ROOT)])
    cluster.run("casemgr.cli", "migrate", database=name, PYTHONPATH=path, DJANGO_SETTINGS_MODULE="newer.settings")
    assert ask(name, "SELECT found FROM newer") == [(0,)]
    assert ask(name, "SELECT app FROM django_migrations ORDER BY id DESC LIMIT 1") == [("newer",)]
    with pytest.raises(SystemExit, match="left rows in newer, "):
        written(at(name, ROLE_OWNER))  # whether they are everybody's or each installation's own, somebody has to say


def test_a_failure_half_way_leaves_nothing_and_says_what_to_do(empty):
    name = empty()
    last = re.findall(r"CREATE TABLE public\.(\w+)", FILE.read_text())[-1]
    in_the_way = sql.SQL("{} TYPE public.{}")
    ask(name, in_the_way.format(sql.SQL("CREATE"), sql.Identifier(last)) + sql.SQL(" AS ENUM ()"))
    command = [sys.executable, "-m", "casemgr.cli", "migrate"]
    environment = os.environ | cluster.environment(name)
    done = subprocess.run(command, cwd=cluster.ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert f'The kept schema could not be loaded: type "{last}" already exists' in done.stderr
    assert "casemgr migrate --every-migration" in done.stderr
    assert "Traceback" not in done.stderr
    assert ask(name, "SELECT nspname FROM pg_namespace WHERE nspname IN ('app', 'door')") == []
    with psycopg.connect(at(name)) as connection:
        assert is_empty(connection)
    ask(name, in_the_way.format(sql.SQL("DROP"), sql.Identifier(last)))
    cluster.run("casemgr.cli", "migrate", database=name)
    assert ask(name, "SELECT count(*) FROM door.pseudonym_key") == [(1,)]


def test_an_interruption_right_after_loading_is_made_good(empty):
    name = empty()
    with psycopg.connect(at(name, ROLE_OWNER)) as connection:
        connection.execute(FILE.read_text())
    cluster.run("casemgr.cli", "migrate", database=name)
    assert ask(name, "SELECT count(*) > 0 FROM auth_permission") == [(True,)]


@pytest.mark.parametrize(
    "thing", ["TABLE mine (x int)", "VIEW mine AS SELECT 1 AS x", "SEQUENCE mine", "SCHEMA mine CREATE TABLE x ()"]
)
def test_a_database_that_holds_anything_is_not_empty(empty, thing):
    with psycopg.connect(at(empty(), ROLE_OWNER)) as connection:
        assert is_empty(connection)
        connection.execute(f"CREATE {thing}")
        assert not is_empty(connection)


def test_what_an_extension_brought_does_not_count(empty):
    with psycopg.connect(at(empty())) as connection:
        connection.execute("CREATE EXTENSION pg_stat_statements")
        assert is_empty(connection)
