"""Behind TLS: cookies that only this host can set, over TLS alone, and HSTS on every answer."""

import os
import subprocess
import sys

import pytest

from casemgr.cli.surroundings import ROOT

pytestmark = pytest.mark.nodb
ASKED = """
import django; django.setup()
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory, Client
from django.views.i18n import set_language

client = Client(headers={"host": "localhost"})
plain, page = client.get("/nowhere/"), client.get("/static/case.css", secure=True)
print(plain.status_code, plain.get("Location"), plain.get("Strict-Transport-Security"), sep="|")
print(page.status_code, page.get("Strict-Transport-Security"), sep="|")
for name in ("SESSION", "CSRF", "LANGUAGE"):
    of = lambda what: getattr(settings, f"{name}_COOKIE_{what}")
    print(of("NAME"), of("SECURE"), of("HTTPONLY"), of("SAMESITE"), of("PATH"), of("DOMAIN"), sep="|")
"""


def told(**environment):
    """What a process with these settings says."""
    given = os.environ | {"PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "casemgr.settings"} | environment
    done = subprocess.run([sys.executable, "-c", ASKED], env=given, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_cookies_are_bound_to_the_host():
    lines = told(CASEMGR_BEHIND_TLS="1")
    assert lines[2:] == [f"__Host-{name}|True|True|Lax|/|None" for name in ("session", "csrftoken", "language")]


def test_hsts_lasts_two_years_for_all_names_below():
    plain, secure, *_cookies = told(CASEMGR_BEHIND_TLS="1")
    assert plain == "301|https://localhost/nowhere/|None"
    assert secure == "200|max-age=63072000; includeSubDomains"


def test_the_names_below_can_be_left_out():
    assert told(CASEMGR_BEHIND_TLS="1", CASEMGR_HSTS_SUBDOMAINS="0")[1] == "200|max-age=63072000"


def test_trying_out_on_localhost_has_plain_names():
    assert [line.split("|")[0] for line in told()[2:]] == ["session", "csrftoken", "language"]
