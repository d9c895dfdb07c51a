"""Schemathesis, all checks, against a running server. Bounded; more examples by CASEMGR_SCHEMATHESIS_EXAMPLES."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from casemgr.accounts.actions import create_organization
from tests.conftest import make_person_of
from tests.partner_api.conftest import consent_body, make_partner
from tests.referrals.conftest import with_second_factor

EXAMPLES = os.environ.get("CASEMGR_SCHEMATHESIS_EXAMPLES", "10")
CONFIG = """
[checks.positive_data_acceptance]
expected-statuses = [200, 201, 400, 403, 404, 409, 410, 412, 422, 428]
[checks.missing_required_header]
expected-statuses = [400, 401, 406, 412, 415, 422, 428]
[checks.unsupported_method]
enabled = true
[[operations]]
include-path = "/oauth/token"
enabled = false
"""


@pytest.mark.slow
def test_the_api_keeps_to_its_own_schema(live_world, tmp_path, settings):
    settings.CASEMGR_API_CALLS_PER_MINUTE = 1_000_000
    harbor = create_organization(name="Harbor House", slug="harbor", country="USA")
    lotus = create_organization(name="Lotus Legal", slug="lotus", country="THA")
    partner, other = make_partner(harbor), make_partner(lotus)
    with_second_factor(make_person_of(lotus, "caseworker"))
    consent = partner.post("consents", consent_body(lotus)).json()["id"]
    offer = partner.post("referrals", {"consent": consent, "service": "legal_aid"}).json()["id"]
    partner.act(offer, "submit")
    other.post("consents", consent_body(harbor))
    (tmp_path / "schemathesis.toml").write_text(CONFIG)
    program = Path(sys.executable).with_name("schemathesis")
    done = subprocess.run(
        [
            program,
            "--config-file",
            tmp_path / "schemathesis.toml",
            "run",
            f"{live_world.url}/api/v1/schema/",
            "--header",
            f"Authorization: Bearer {partner.token}",
            "--max-examples",
            EXAMPLES,
            "--phases",
            "examples,coverage,fuzzing,stateful",
            "--generation-database",
            "none",
            "--seed",
            "1",
            "--no-color",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-12000:] + done.stderr[-2000:]
