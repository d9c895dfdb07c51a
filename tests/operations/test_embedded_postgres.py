"""The private PostgreSQL: made once, found again, stopped, and clear about what is wrong."""

import os
import subprocess
import sys
import time

import psycopg
import pytest

from casemgr import embedded_postgres
from casemgr.embedded_postgres import PostgresUnavailable

pytestmark = pytest.mark.nodb


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server in a folder with a space and a name too long for a socket."""
    folder = tmp_path_factory.mktemp("data with a space") / ("long" * 30) / "postgres"
    server = embedded_postgres.start(folder, fast=True)
    yield server
    server.stop()


def test_it_answers_on_a_socket_that_only_its_owner_reaches(server):
    with psycopg.connect(server.conninfo()) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert server.socket_dir.stat().st_mode & 0o777 == 0o700
    assert server.data_dir.stat().st_mode & 0o777 == 0o700


def test_a_second_start_finds_the_first(server):
    again = embedded_postgres.start(server.data_dir)
    assert again.pid == server.pid
    assert again.process is None


def test_it_sorts_by_code_point_and_folds_the_case_of_every_script(server):
    with psycopg.connect(server.conninfo()) as connection:
        assert connection.execute("SELECT upper('ж'), 'a' < 'é', 'Z' < 'a'").fetchone() == ("Ж", True, True)


def test_its_log_repeats_nothing_of_a_failed_statement(server):
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS people (name text UNIQUE)")
        connection.execute("TRUNCATE people")
        connection.execute("INSERT INTO people VALUES ('Planted Name')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO people VALUES ('Planted Name')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO people VALUES (%s)", ["Planted Name"])
    log = (server.data_dir / "server.log").read_text()
    assert "people_name_key" in log
    assert "Planted" not in log


def test_it_starts_again_after_a_crash(tmp_path):
    first = embedded_postgres.start(tmp_path / "pg", fast=True)
    pid_file = (tmp_path / "pg" / "postmaster.pid").read_text()
    first.stop()
    (tmp_path / "pg" / "postmaster.pid").write_text(pid_file.replace(str(first.pid), str(os.getpid()), 1))
    second = embedded_postgres.start(tmp_path / "pg", fast=True)
    try:
        assert second.process is not None
    finally:
        second.stop()


def test_it_ends_with_the_process_that_started_it(tmp_path):
    program = (
        "import sys, os, signal; from pathlib import Path; from casemgr import embedded_postgres as e;"
        "print(e.start(Path(sys.argv[1]), fast=True).pid, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", program, tmp_path / "pg"], stdout=subprocess.PIPE, text=True)
    for _ in range(200):
        if embedded_postgres.find_running(tmp_path / "pg") is None:
            break
        time.sleep(0.05)
    assert done.stdout.strip().isdigit()
    assert embedded_postgres.find_running(tmp_path / "pg") is None


def test_a_stopped_server_leaves_no_socket_folder_behind(tmp_path):
    stopped = embedded_postgres.start(tmp_path / "a space" / "pg", fast=True)
    assert stopped.socket_dir.exists()
    stopped.stop()
    assert not stopped.socket_dir.exists()


def test_it_leaves_a_folder_with_other_things_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(PostgresUnavailable, match="neither empty nor PostgreSQL data"):
        embedded_postgres.start(tmp_path)


def test_it_says_when_another_version_made_the_data(tmp_path):
    (tmp_path / "PG_VERSION").write_text("9\n")
    with pytest.raises(PostgresUnavailable, match="was made by PostgreSQL 9"):
        embedded_postgres.start(tmp_path)


def test_a_start_that_was_interrupted_leaves_nothing_in_the_way(tmp_path):
    (tmp_path / "pg.new").mkdir()
    (tmp_path / "pg.new" / "PG_VERSION").write_text("18\n")
    embedded_postgres.start(tmp_path / "pg", fast=True).stop()
    assert not (tmp_path / "pg.new").exists()
