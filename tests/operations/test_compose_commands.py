"""The commands of compose.yaml, started as its services are, against two separate PostgreSQL with passwords."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import psycopg
import pytest
import yaml
from psycopg import sql

from casemgr import embedded_postgres
from casemgr.cli.surroundings import ROOT
from tests.operations.instance import PATIENCE_SECONDS, free_port

pytestmark = [pytest.mark.nodb, pytest.mark.xdist_group("compose")]
HOST = "cases.example.org"


class Deployment:
    """compose.yaml without an engine: its environments and commands, with paths of this machine."""

    def __init__(self, folder, postgres, keys):
        self.folder, self.postgres, self.keys = folder, postgres, keys
        self.services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
        self.port = str(free_port())
        (folder / "data").mkdir()
        self.in_memory = tempfile.mkdtemp(prefix="casemgr-test-", dir="/dev/shm")

    def environment(self, service):
        """What the service's processes see, and nothing of the tests' own settings."""
        settings = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "CASEMGR_DATA_DIR": str(self.folder / "data")}
        for name, value in self.services[service]["environment"].items():
            for placeholder in ("${CASEMGR_HOST:?set CASEMGR_HOST in .env to the name people type}", "${CASEMGR_HOST}"):
                value = value.replace(placeholder, HOST)
            value = value.replace("/run/secrets/", f"{self.folder}/secrets/")
            value = value.replace("/run/casemgr", self.in_memory)
            value = value.replace("/erasures/", f"{self.folder}/erasures/")
            settings[name] = str(self.folder / "data") if value == "/data" else value
        return settings | ({"CASEMGR_PORT": self.port} if "CASEMGR_PORT" in settings else {})

    def command(self, command):
        """`casemgr …` as this machine calls it, on the loopback address alone."""
        assert command[0] == "casemgr"
        loopback = {"0.0.0.0": "127.0.0.1"}  # noqa: S104
        return [sys.executable, "-m", "casemgr.cli", *(loopback.get(part, part) for part in command[1:])]

    def run(self, service, *more, command=None):
        """Run a one-shot service, or another command in a service's place; what it prints."""
        done = subprocess.run(
            [*self.command(command or self.services[service]["command"]), *more],
            cwd=ROOT,
            env=self.environment(service),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextlib.contextmanager
    def running(self, service):
        """A lasting service, once its own health check says that it is well."""
        log = self.folder / f"{service}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                self.command(self.services[service]["command"]),
                cwd=ROOT,
                env=self.environment(service),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        try:
            self._wait_until_healthy(service, process, log)
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE_SECONDS)

    def _wait_until_healthy(self, service, process, log):
        check = self.command(self.services[service]["healthcheck"]["test"][1:])
        deadline = time.monotonic() + PATIENCE_SECONDS
        while subprocess.run(check, cwd=ROOT, env=self.environment(service), capture_output=True).returncode:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.3)

    def ask(self, path, **headers):
        """Ask the web node as the proxy does; status, headers, body."""
        url = f"http://127.0.0.1:{self.port}{path}"
        opener = urllib.request.build_opener(_StayHere())
        try:
            answer = opener.open(urllib.request.Request(url, headers={"Host": HOST, **headers}), timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return answer.status, answer.headers, answer.read().decode()


class _StayHere(urllib.request.HTTPRedirectHandler):
    """Redirects are looked at, not followed."""

    def redirect_request(self, *_arguments):
        return None


@pytest.fixture(scope="module")
def deployment(tmp_path_factory):
    """Two servers on TCP with passwords, secrets made, logins provisioned, schema migrated: what compose does first."""
    folder = tmp_path_factory.mktemp("deployment")
    ports = [free_port(), free_port()]
    servers = [
        embedded_postgres.start(folder / name, fast=True, tcp_port=port)
        for name, port in zip(("postgres", "keys"), ports, strict=True)
    ]
    try:
        at = {"POSTGRES_AT": f"127.0.0.1:{ports[0]}", "KEYS_AT": f"127.0.0.1:{ports[1]}"}
        subprocess.run([ROOT / "deploy/make-secrets", folder / "secrets"], env=os.environ | at, check=True)
        for server, secret in zip(servers, ("postgres_password", "keys_postgres_password"), strict=True):
            _set_superuser_password(server, (folder / "secrets" / secret).read_text())
        made = Deployment(folder, *servers)
        made.run("provision")
        made.run("migrate")
        yield made
        shutil.rmtree(made.in_memory)
    finally:
        for server in servers:
            server.stop()


def _set_superuser_password(server, password):
    """What the image does with POSTGRES_PASSWORD_FILE."""
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        connection.execute(sql.SQL("ALTER ROLE postgres PASSWORD {}").format(sql.Literal(password)))


def test_the_one_shot_services_may_run_again(deployment):
    assert "ready" in deployment.run("provision")
    assert "up to date" in deployment.run("migrate")


def test_every_login_has_a_password_of_its_own(deployment):
    secrets = [path.read_text() for path in (deployment.folder / "secrets").glob("*_database_url")]
    passwords = [url.split(":", 2)[2].split("@")[0] for url in secrets]
    assert len(set(passwords)) == len(passwords)
    for url in secrets:
        psycopg.connect(url).close()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(url.replace(url.split(":", 2)[2].split("@")[0], "guess"))


def test_keys_lie_on_the_other_server(deployment):
    def tables(server, database):
        with psycopg.connect(server.conninfo(database=database)) as connection:
            rows = connection.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ '^encryption_'")
            return {row[0] for row in rows}

    assert tables(deployment.keys, "casemgr_keys")
    assert not tables(deployment.postgres, "casemgr")


def test_the_web_node_serves_behind_the_proxy_alone(deployment):
    with deployment.running("web"):
        assert deployment.ask("/health")[::2] == (200, "ok")
        status, headers, _body = deployment.ask("/accounts/login/")
        assert (status, headers["Location"]) == (301, f"https://{HOST}/accounts/login/")
        status, headers, body = deployment.ask("/accounts/login/", **{"X-Forwarded-Proto": "https"})
        assert status == 200
        assert "max-age" in headers["Strict-Transport-Security"]
        assert deployment.ask("/accounts/login/", Host="elsewhere.example")[0] == 400
        assert "open-harbor" not in body


def test_the_worker_takes_jobs_and_stops_when_asked(deployment):
    with deployment.running("worker") as process:
        assert process.poll() is None
    assert process.returncode == 0


def test_setup_prints_a_link_on_the_public_address(deployment):
    given = ["--organization", "Dawn", "--slug", "dawn", "--country", "KEN", "--email", "a@dawn.example", "--name", "A"]
    assert f"https://{HOST}/" in deployment.run("setup", *given)


@pytest.mark.parametrize("missing", ["secret_key", "master_key", "context_key"])
def test_without_a_secret_nothing_is_served_and_it_says_which(deployment, missing):
    environment = deployment.environment("worker")
    environment.pop(f"CASEMGR_{missing.upper()}_FILE")
    command = deployment.command(["casemgr", "worker"])
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert f"CASEMGR_{missing.upper()}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_backup_is_restored_without_the_secret_that_signs_actors(deployment):
    """The commands of docs/operate.md."""
    programs = embedded_postgres.programs()
    backup = (deployment.folder / "secrets" / "backup_database_url").read_text()
    dump = deployment.folder / "casemgr.dump"
    exclude = "--exclude-table-data=app.context_secret"
    subprocess.run([programs / "pg_dump", "--format=custom", exclude, f"--file={dump}", backup], check=True)
    admin = (deployment.folder / "secrets" / "admin_database_url").read_text()
    organizations = "SELECT slug FROM accounts_organization ORDER BY slug"
    with psycopg.connect(backup) as connection:
        before = connection.execute(organizations).fetchall()
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("ALTER DATABASE casemgr RENAME TO casemgr_lost")
    deployment.run("provision")
    into = admin.rsplit("/", 1)[0] + "/casemgr"
    subprocess.run([programs / "pg_restore", "--exit-on-error", f"--dbname={into}", dump], check=True)
    deployment.run("migrate")
    with psycopg.connect(into) as connection:
        assert connection.execute("SELECT count(*) FROM app.context_secret").fetchone() == (1,)
        assert connection.execute(organizations).fetchall() == before
        unforced = "SELECT relname FROM pg_class WHERE relrowsecurity AND NOT relforcerowsecurity"
        assert connection.execute(unforced).fetchall() == []


ERASE = """
import django; django.setup()
from uuid import UUID
from casemgr.encryption import keys
organization, owner, other = (UUID(int=number) for number in (1, 2, 3))
keys.create_organization_key(organization)
keys.create_data_keys(organization, [owner, other])
"""


def test_a_restored_key_store_brings_no_destroyed_key_back(deployment):
    programs, dump = embedded_postgres.programs(), deployment.folder / "keys.dump"
    store = deployment.keys.conninfo(database="casemgr_keys")
    tables = ("encryption_datakey", "encryption_erasureentry")

    def act(words):
        environment = deployment.environment("worker") | {"DJANGO_SETTINGS_MODULE": "casemgr.settings"}
        environment |= {"CASEMGR_PROCESS": "worker"}
        subprocess.run([sys.executable, "-c", ERASE + words], cwd=ROOT, env=environment, check=True)

    def destroyed():
        with psycopg.connect(store) as connection:
            rows = connection.execute(
                "SELECT owner_id, length(wrapped) = 0 FROM encryption_datakey ORDER BY 1"
            ).fetchall()
        return {owner.int: gone for owner, gone in rows if owner.int in (2, 3)}

    act("")
    which = [f"--table={name}" for name in tables]
    subprocess.run([programs / "pg_dump", "-Fc", "--data-only", *which, f"--file={dump}", store], check=True)
    act("keys.destroy(organization, owner)")
    assert destroyed() == {2: True, 3: False}
    with psycopg.connect(store, autocommit=True) as connection:
        connection.execute("TRUNCATE encryption_datakey, encryption_erasureentry")
    subprocess.run([programs / "pg_restore", "--data-only", f"--dbname={store}", dump], check=True)
    assert destroyed() == {2: False, 3: False}, "the restore did bring it back"
    with deployment.running("worker"):
        assert destroyed() == {2: True, 3: False}
    assert "destroyed again" in (deployment.folder / "worker.log").read_text()
