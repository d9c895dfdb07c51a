"""Object-level authorization by fuzzing: what one organization's system reads, an uninvolved one's never does."""

import json

import psycopg
import pytest

from casemgr.accounts.actions import create_organization
from referrals.models import Referral
from referrals.partner_api.views import referrals as views
from tests import cluster
from tests.partner_api.conftest import make_partner
from tests.partner_api.test_schemathesis import CONFIG, run, world  # noqa: F401 - a fixture

READS = r"^/api/v1/referrals(/\{id\})?$"
PEERS = """
[auth.wfc]
path = "{path}"
user = "harbor"
peers = ["harbor", "sahel"]
"""
ONLY = ["--checks", "object_level_authorization", "--include-method", "GET", "--include-path-regex", READS]


@pytest.fixture
def peers(world, tmp_path):  # noqa: F811
    """The configuration by which Schemathesis reads as Harbor House and tries the same as Sahel Relief."""
    sahel = make_partner(create_organization(name="Sahel Relief", slug="sahel", country="MLI"))
    users = [
        {"name": name, "fixedHeaders": [{"name": "Authorization", "value": f"Bearer {partner.token}"}]}
        for name, partner in (("harbor", world), ("sahel", sahel))
    ]
    path = tmp_path / "users.json"
    path.write_text(json.dumps({"auth": users}))
    return CONFIG + PEERS.format(path=path)


@pytest.mark.slow
def test_an_uninvolved_organization_reads_nothing_of_anothers(peers, live_world, tmp_path):
    failed = run(live_world.url, "", tmp_path, config=peers, phases="examples,coverage,stateful", only=ONLY)
    assert not failed, failed


@pytest.mark.slow
def test_without_the_filter_on_parties_that_is_noticed(peers, world, live_world, tmp_path, monkeypatch):  # noqa: F811
    """A mutant: neither the queryset, nor row-level security, nor the words of the answer ask whose the referral is."""
    told = views.shown.referral
    monkeypatch.setattr(views.shown, "referral", lambda row, _user: told(row, world.account))
    monkeypatch.setattr(views, "find", lambda rows, id: Referral.objects.unscoped("a mutant").get(public_id=id))
    _without_row_level_security(live_world.name, "referrals_")
    failed = run(live_world.url, "", tmp_path, config=peers, phases="examples,coverage,stateful", only=ONLY)
    assert "owns" in failed, failed
    assert "`sahel` received the" in failed


def _without_row_level_security(database, prefix):
    with cluster.admin() as server:
        at = server.info.get_parameters() | {"dbname": database}
    with psycopg.connect(**at, autocommit=True) as tables:
        named = tables.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relname LIKE %s", [f"{prefix}%"])
        for (name,) in named.fetchall():
            tables.execute(f'ALTER TABLE "{name}" DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY')
