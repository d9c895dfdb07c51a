"""The demo as people meet it: a database of its own, the real server and worker, their output in files."""

import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from casemgr.cli.serve import command as serve_command
from casemgr.cli.up import NOT_FOR
from casemgr.trial.processes import Child, wait_until_healthy
from tests import cluster, worlds

SECRETS = """
import django, json; django.setup()
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
found = Authenticator.objects.filter(type="totp").select_related("user")
print(json.dumps({one.user.email: get_adapter().decrypt(one.data["secret"]) for one in found}))
"""

#: figures of either supervisor as a large organization finds them: being counted, failed. No worker knows of them
COUNTED_APART = """
import datetime, django; django.setup()
from django.db import transaction
from django.utils import timezone
from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import User
from cases.actions.projects import rules_of
from cases.models import CountedReport
from cases.reach import reach_of
from cases.reports.pages import PAGES
LATER = timezone.now() + datetime.timedelta(hours=12)  # so that they don't grow old while the walk goes on
for who in User.objects.filter(email__in=["supervisor@harbor.example", "supervisor@sahel.example"]):
    with acting_as_user(who), transaction.atomic():
        for page, state in (("report", "counting"), ("equity", "failed")):
            asked = PAGES[page].asked({"when": "last-quarter"}, who, rules_of(who))
            row = {"page": page, "question": asked.question, "state": state, "steps_done": 2, "reach": reach_of(who)}
            CountedReport.objects.create(organization=who.home, author=who, **row)
        CountedReport.objects.visible_to(who).update(moved_at=LATER)
"""


@dataclass
class Site:
    """A served demo. `data` holds its files and logs, `second_factors` the authenticator secret of each account."""

    name: str
    url: str
    exit_url: str
    data: Path
    environment: dict
    second_factors: dict

    def command(self, *arguments):
        """Run `casemgr` on this site's data; returns its output."""
        command = [sys.executable, "-m", "casemgr.cli", *arguments]
        environment = os.environ | self.environment
        done = subprocess.run(command, env=environment, cwd=cluster.ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextmanager
def served_demo():
    """Clone the demo, serve it and start a worker; all of it is gone afterwards."""
    worlds._load_demo_once()
    name = f"casemgr_site_{secrets.token_hex(6)}"
    with ExitStack() as stack:
        cluster.clone(name, cluster.DEMO)
        stack.callback(cluster.drop, name)
        site = _site(name)
        _python(COUNTED_APART, site.environment)
        web = stack.enter_context(_process("web", _serve(site), site))
        wait_until_healthy(web, f"{site.url}/health")
        stack.enter_context(_process("worker", [sys.executable, "-m", "casemgr.cli", "worker"], site))
        yield site


def _site(name):
    data = cluster.folder() / "data" / name
    (data / "tmp").mkdir()
    port = _free_port()
    exit_url = f"http://127.0.0.1:{port}/health"  # another origin, without the internet
    environment = cluster.environment(name) | {
        "CASEMGR_DEMO": "1",
        "CASEMGR_PORT": str(port),
        "CASEMGR_EXIT_URL": exit_url,
        "TMPDIR": str(data / "tmp"),
        "DJANGO_SETTINGS_MODULE": "casemgr.settings",
    }
    return Site(name, f"http://localhost:{port}", exit_url, data, environment, _second_factors(environment))


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _second_factors(environment):
    return json.loads(_python(SECRETS, environment))


def _python(lines, environment):
    command = [sys.executable, "-c", lines]
    done = subprocess.run(command, env=os.environ | environment, cwd=cluster.ROOT, capture_output=True, check=True)
    return done.stdout


def _serve(site):
    return serve_command(host="127.0.0.1", port=int(site.environment["CASEMGR_PORT"]))


@contextmanager
def _process(name, command, site):
    """One of the product's processes with the logins that are its own."""
    environment = os.environ | site.environment | {"CASEMGR_PROCESS": name}
    for login in NOT_FOR[name]:
        environment.pop(f"{login}_DATABASE_URL", None)
    with contextlib.chdir(cluster.ROOT):
        child = Child(name, command, environment, site.data / f"{name}.log")
    try:
        yield child
    finally:
        child.stop()
