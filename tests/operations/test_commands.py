"""The command `casemgr`: help, exit codes, and messages that a person can act on."""

import os
import re
import subprocess
import sys

import pytest
from django.test import Client

from casemgr.accounts.models import Organization, User
from casemgr.cli import demo, setup
from casemgr.cli.commands import COMMANDS
from casemgr.cli.refusal import Refused
from tests.conftest import make_person_of


def casemgr(*arguments, **environment):
    """Run the command in a process of its own, without the settings of the tests."""
    kept = {name: value for name, value in os.environ.items() if "DATABASE_URL" not in name}
    return subprocess.run(
        [sys.executable, "-m", "casemgr.cli", *arguments],
        env={**kept, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


@pytest.mark.nodb
def test_help_lists_every_command():
    done = casemgr("--help")
    assert done.returncode == 0
    for command in COMMANDS:
        assert re.search(rf"^    {command.name}\b", done.stdout, re.MULTILINE)


@pytest.mark.nodb
def test_an_unknown_command_is_wrong_usage():
    assert casemgr("fly").returncode == 2
    assert casemgr().returncode == 2


@pytest.mark.nodb
def test_it_refuses_without_an_instance_and_says_how_to_get_one(tmp_path):
    done = casemgr("serve", CASEMGR_DATA_DIR=str(tmp_path))
    assert done.returncode == 1
    assert "No instance was found" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.nodb
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"CASEMGR_PORT": "many"}, "CASEMGR_PORT must be a whole number."),
        ({"CASEMGR_MAX_UPLOAD_BYTES": "1 GB"}, "CASEMGR_MAX_UPLOAD_BYTES must be a whole number."),
        ({"CASEMGR_SECRET_KEY_FILE": "/nowhere/secret"}, "CASEMGR_SECRET_KEY_FILE names a file that can't be read"),
    ],
)
def test_a_setting_that_cannot_be_read_is_said_plainly(given, said):
    command = "serve" if "CASEMGR_PORT" in given else "migrate"
    done = casemgr(command, OWNER_DATABASE_URL="postgresql://casemgr_owner@localhost/casemgr", **given)
    assert done.returncode == 1
    assert done.stderr.startswith(said)
    assert "Traceback" not in done.stderr


@pytest.mark.nodb
def test_an_unreachable_database_is_said_plainly(tmp_path):
    url = f"postgresql://casemgr_owner@/casemgr?host={tmp_path}"
    done = casemgr("provision", ADMIN_DATABASE_URL=url, OWNER_DATABASE_URL=url)
    assert done.returncode == 1
    assert "The database can't be reached" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.nodb
def test_provisioning_refuses_a_login_the_policies_do_not_name():
    url = "postgresql://somebody:x@localhost/casemgr"
    done = casemgr("provision", ADMIN_DATABASE_URL=url, OWNER_DATABASE_URL=url)
    assert done.returncode == 1
    assert "must use the login casemgr_owner" in done.stderr


def arguments_of_setup(**changed):
    given = {
        "organization": "Dawn",
        "slug": "dawn",
        "country": "ken",
        "email": "Ada@dawn.example",
        "name": "Ada",
        "address": None,
    }
    return setup.argparse.Namespace(**{**given, **changed})


@pytest.fixture
def safe(settings, monkeypatch):
    """A demo may start without the secrets of production."""
    settings.CASEMGR_DEMO = True


def test_setup_makes_the_organization_and_a_link_that_works_once(safe, capsys):
    assert setup.run(arguments_of_setup(address="https://cases.example.org/")) == 0
    printed = capsys.readouterr().out
    assert Organization.objects.get(slug="dawn").country == "KEN"
    admin = User.objects.get(email="ada@dawn.example")
    assert admin.role == "org_admin"
    assert not admin.has_usable_password()
    path = re.search(r"https://cases\.example\.org(/\S+)", printed).group(1)
    page = Client().get(path, follow=True)
    assert page.status_code == 200
    assert 'type="password"' in page.content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"country": "Kenya"}, "three-letter code"),
        ({"email": "ada"}, "valid email"),
        ({"slug": "not a slug"}, "valid"),
    ],
)
def test_setup_refuses_what_cannot_be_right_and_writes_nothing(safe, wrong, said):
    with pytest.raises(Refused, match=said):
        setup.run(arguments_of_setup(**wrong))
    assert not Organization.objects.filter(slug="dawn").exists()


def test_setup_refuses_a_second_organization_of_that_name(safe):
    setup.run(arguments_of_setup())
    with pytest.raises(Refused, match="exists already"):
        setup.run(arguments_of_setup(email="eve@dawn.example"))


def test_the_second_factor_of_a_demo_account_is_printed(settings, harbor, capsys):
    from allauth.mfa.totp.internal import auth

    settings.CASEMGR_DEMO = True
    person = make_person_of(harbor, "caseworker")
    auth.TOTP.activate(person, auth.generate_totp_secret())
    assert demo.run(demo.argparse.Namespace(show=demo._code, user=person.email)) == 0
    assert re.fullmatch(r"\d{6}\n", capsys.readouterr().out)


def test_no_second_factor_is_printed_outside_a_demo(settings, harbor):
    settings.CASEMGR_DEMO = False
    with pytest.raises(Refused, match="not a demo"):
        demo.run(demo.argparse.Namespace(show=demo._code, user="caseworker@harbor.example"))


def test_health_says_ok_and_nothing_else():
    answer = Client().get("/health")
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert "no-store" in answer["Cache-Control"]
