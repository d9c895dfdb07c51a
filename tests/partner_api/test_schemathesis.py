"""Schemathesis, all checks, against a running server. Bounded; more examples by CASEMGR_SCHEMATHESIS_EXAMPLES."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from casemgr.accounts.actions import create_organization
from casemgr.rate_limits import LIMITS, Limit
from tests.conftest import make_person_of
from tests.directory.conftest import a_service, an_organization
from tests.partner_api.conftest import consent_body, fetch_token, make_partner
from tests.proof import FULL
from tests.referrals.conftest import with_second_factor
from tests.sandbox.conftest import practise

EXAMPLES = os.environ.get("CASEMGR_SCHEMATHESIS_EXAMPLES", "10")
CONFIG = """
[checks.positive_data_acceptance]
expected-statuses = [200, 201, 202, 204, 400, 403, 404, 409, 410, 412, 422, 428]
[checks.missing_required_header]
expected-statuses = [400, 401, 406, 412, 415, 422, 428]
[checks.unsupported_method]
enabled = true
[[operations]]
include-path = "/oauth/token"
enabled = false
"""
TURNED_AWAY = ("nobody", "forged", "suspended")
#: who else calls: turned away, of an organization with no part in anything, or with a token for one thing alone
CALLERS = ("nobody", "outsider")
MORE_CALLERS = (
    "forged",
    "suspended",
    "directory:read",
    "referral:send",
    "referral:receive",
    "referral:decide",
    "consent:record",
    "notice:draft",
    "webhook:manage",
)


@pytest.fixture
def world(live_world, settings, monkeypatch):
    """Harbor's and Lotus's systems with consents and an offer between them."""
    settings.CASEMGR_API_CALLS_PER_MINUTE = 1_000_000
    for name in ("webhook", "enquiry"):
        monkeypatch.setitem(LIMITS, name, Limit(1_000_000, 3600, ""))
    harbor = create_organization(name="Harbor House", slug="harbor", country="USA")
    lotus = create_organization(name="Lotus Legal", slug="lotus", country="THA")
    partner, other = make_partner(harbor), make_partner(lotus)
    with_second_factor(make_person_of(lotus, "caseworker"))
    consent = partner.post("consents", consent_body(lotus)).json()["id"]
    offer = partner.post("referrals", {"consent": consent, "service": "legal_aid"}).json()["id"]
    partner.act(offer, "submit")
    other.post("consents", consent_body(harbor))
    keeper = make_person_of(harbor, "org_admin")
    a_service(keeper, an_organization(keeper, name="Lotus Legal", member=lotus), service_code="emergency_shelter")
    asked = partner.post("enquiries", {"service": "emergency_shelter", "receivers": [lotus.public_id]})
    assert asked.status_code == 201, asked.content
    return partner


def run(url, token, folder, *, config=CONFIG, examples=EXAMPLES, phases="examples,coverage,fuzzing,stateful", only=()):
    """Run it, with `only` narrowing it; what it printed when a check failed, else nothing."""
    (folder / "schemathesis.toml").write_text(config)
    program = [Path(sys.executable).with_name("schemathesis"), "--config-file", folder / "schemathesis.toml", "run"]
    bounds = ["--max-examples", examples, "--phases", phases, "--generation-database", "none", "--seed", "1"]
    header = ["--header", f"Authorization: Bearer {token}"] if token else []
    command = [*program, f"{url}/api/v1/schema/", *header, *bounds, *only, "--no-color"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout[-12000:] + done.stderr[-2000:]


def expecting(*statuses):
    """The same configuration with these answers and no others to what the schema calls right."""
    return CONFIG.replace("[200, 201, 202, 204, 400, 403, 404, 409, 410, 412, 422, 428]", str([*statuses]))


@pytest.mark.slow
def test_the_api_keeps_to_its_own_schema(world, live_world, tmp_path):
    failed = run(live_world.url, world.token, tmp_path)
    assert not failed, failed


@pytest.mark.slow
@pytest.mark.parametrize("caller", CALLERS + MORE_CALLERS * FULL)
def test_it_does_so_for_every_kind_of_caller(world, live_world, tmp_path, caller):
    """Whoever is turned away gets 401 whatever they send; nobody gets an error of the server's."""
    sahel = create_organization(name="Sahel Relief", slug="sahel", country="MLI")
    outsider = make_partner(sahel)
    token = {"nobody": "", "forged": "made-up", "suspended": outsider.token, "outsider": outsider.token}.get(caller)
    if token is None:
        token = fetch_token(world, caller).json()["access_token"]
    if caller == "suspended":
        sahel.status = "suspended"
        sahel.save()
    config = (
        expecting(401)
        if caller in TURNED_AWAY
        else expecting(200, 201, 202, 204, 400, 403, 404, 409, 410, 412, 422, 428)
    )
    config = config.replace("[400, 401,", "[400, 401, 403, 404,")
    failed = run(live_world.url, token, tmp_path, config=config, examples="2", phases="examples,coverage")
    assert not failed, failed


@pytest.mark.slow
def test_it_does_so_where_developers_practise(world, live_world, tmp_path):
    """The doors that are absent for everybody else; an offer to let time pass for is there from the start."""
    developer = practise(world.organization)
    developer.offered("legal_aid")
    only = ("--include-path-regex", "^/api/v1/sandbox")
    failed = run(live_world.url, developer.token, tmp_path, only=only)
    assert not failed, failed
