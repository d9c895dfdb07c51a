"""compose.yaml, read as data: nothing default, nothing open, nothing unpinned."""

import re
import shutil
import subprocess

import pytest
import yaml
from django.conf import settings

from casemgr.cli.commands import COMMANDS
from casemgr.cli.surroundings import ROOT
from casemgr.embedded_postgres.settings import QUIET
from casemgr.encryption.uploads import FORM_BYTES

pytestmark = pytest.mark.nodb
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
OURS = {name for name, service in SERVICES.items() if service["image"].startswith("casemgr:")}
LASTING = ("postgres", "keys", "web", "worker", "proxy")


@pytest.mark.parametrize("name", SERVICES)
def test_images_name_one_exact_version(name):
    assert re.fullmatch(r"[a-z]+:\d+\.\d+(\.\d+)?(-[a-z]+)?", SERVICES[name]["image"])


@pytest.mark.parametrize("name", SERVICES)
def test_services_run_with_as_little_as_they_can(name):
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["read_only"] is True


@pytest.mark.parametrize("name", sorted(OURS))
def test_ours_run_as_an_ordinary_user(name):
    user = SERVICES[name]["user"]
    assert user == "10001:10001"
    assert f"USER {user}" in (ROOT / "deploy/Dockerfile").read_text()


@pytest.mark.parametrize("name", LASTING)
def test_lasting_services_have_health_checks(name):
    assert SERVICES[name]["healthcheck"]["test"]


@pytest.mark.parametrize("name", sorted(OURS))
def test_each_command_exists(name):
    program, command, *_ = SERVICES[name]["command"]
    assert program == "casemgr"
    assert command in {known.name for known in COMMANDS}


def test_only_the_proxy_is_reachable_from_outside():
    assert [name for name, service in SERVICES.items() if service.get("ports")] == ["proxy"]
    assert COMPOSE["networks"]["back"] == {"internal": True}
    assert SERVICES["postgres"]["networks"] == SERVICES["keys"]["networks"] == ["back"]


def test_no_password_is_written_anywhere():
    for name, service in SERVICES.items():
        for setting, value in service.get("environment", {}).items():
            secret = re.search(r"PASSWORD|URL|KEY", setting)
            assert not secret or (setting.endswith("_FILE") and value.startswith("/run/secrets/")), (name, setting)


def test_a_service_gets_the_secrets_it_names_and_no_others():
    for name, service in SERVICES.items():
        named = {v.removeprefix("/run/secrets/") for v in service.get("environment", {}).values() if "/secrets/" in v}
        assert set(service.get("secrets", [])) == named, name


def test_the_web_and_worker_never_hold_the_owners_login():
    for name in ("web", "worker", "setup"):
        assert not {"owner_database_url", "admin_database_url"} & set(SERVICES[name]["secrets"])


def test_make_secrets_makes_exactly_what_is_read(tmp_path):
    subprocess.run([ROOT / "deploy/make-secrets", tmp_path], check=True, capture_output=True)
    made = {path.name: path for path in tmp_path.iterdir()}
    assert set(made) == set(COMPOSE["secrets"])
    assert {path.stat().st_mode & 0o777 for path in made.values()} == {0o400}
    assert made["master_key"].stat().st_size == 32
    before = {name: path.read_bytes() for name, path in made.items()}
    subprocess.run([ROOT / "deploy/make-secrets", tmp_path], check=True, capture_output=True)
    assert {name: path.read_bytes() for name, path in made.items()} == before


@pytest.mark.parametrize("name", ["postgres", "keys"])
def test_the_servers_logs_are_as_quiet_as_the_private_one(name):
    given = SERVICES[name]["command"]
    assert {f"{setting}={value}" for setting, value in QUIET.items()} <= set(given)


def test_the_proxy_lets_through_what_the_application_accepts():
    [mebibytes] = re.findall(r"max_size (\d+)MiB", (ROOT / "deploy/Caddyfile").read_text())
    assert int(mebibytes) * 1024**2 >= settings.CASEMGR_MAX_UPLOAD_BYTES + FORM_BYTES


@pytest.mark.skipif(not shutil.which("docker"), reason="no docker client here")
def test_docker_reads_it():
    if subprocess.run(["docker", "compose", "version"], capture_output=True).returncode:
        pytest.skip("this docker client has no compose")
    command = ["docker", "compose", "--file", ROOT / "compose.yaml", "config", "--quiet"]
    done = subprocess.run(command, env={"CASEMGR_HOST": "cases.example.org", "PATH": "/usr/bin:/usr/local/bin"})
    assert done.returncode == 0
