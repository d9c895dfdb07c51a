"""PostgreSQL itself, the data's and the key store's, killed -9 under work on keys and on the trail.

Whoever was at work ends with a plain word; after the next start the same command goes on, and nothing is lost.
"""

import json

import pytest

from tests.operations.own_servers import OwnServers
from tests.proof import first

pytestmark = [pytest.mark.nodb, pytest.mark.xdist_group("database_killed")]

SET_UP = """
import django
django.setup()
from uuid import uuid4
from casemgr.accounts.actions import create_organization
from casemgr.encryption import keys
harbor = create_organization(name="Harbor House", slug="harbor", country="USA")
keys.create_data_keys(harbor.pk, [uuid4() for _number in range(1200)])
"""

# stops at a step until a line is read, then goes on against a server that has gone
STANDING_STILL = """
import sys, django
django.setup()
from pkgutil import resolve_name
from casemgr.cli.main import main
module, name, call = sys.argv[1], sys.argv[2], int(sys.argv[3])
place = resolve_name(module)
honest, calls = getattr(place, name), [0]
def stop(*given, **named):
    calls[0] += 1
    if calls[0] == call:
        print("there", flush=True)
        sys.stdin.readline()
    return honest(*given, **named)
setattr(place, name, stop)
"""
COMMAND = STANDING_STILL + "sys.exit(main(sys.argv[4:]))"
ERASE = (
    STANDING_STILL
    + """
from uuid import UUID
from casemgr.encryption import keys
from casemgr.encryption.models import DataKey
one = DataKey.objects.get(owner_id=UUID(sys.argv[4]))
keys.destroy(one.organization_id, one.owner_id)
"""
)
STATE = """
import django, hashlib, json
django.setup()
from casemgr.encryption import keys, root
from casemgr.encryption.models import DataKey, OrganizationKey, RootKey, RootWrapping
rows = list(DataKey.objects.order_by("id").values_list("organization_id", "owner_id", "destroyed_at"))
kept = [(org, owner) for org, owner, gone in rows if gone is None]
secrets = {str(owner): hashlib.sha256(keys.data_key(org, owner).secret).hexdigest() for org, owner in kept}
organization = OrganizationKey.objects.get()
print(json.dumps({
    "secrets": secrets,
    "version": organization.version,
    "previous": bool(organization.previous),
    "older": DataKey.objects.filter(destroyed_at=None, wrapping_version__lt=organization.version).count(),
    "root": max(RootKey.objects.filter(destroyed_at=None).values_list("version", flat=True)),
    "wrappings": RootWrapping.objects.count(),
}))
"""
ORGANIZATION, ROOT = "casemgr.encryption.organization_rotation", "casemgr.encryption.root_rotation"


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    made = OwnServers(tmp_path_factory.mktemp("own"))
    made.run("-c", SET_UP)
    yield made
    made.stop()


def state(servers):
    """What the key store opens and says, as a new process finds it."""
    return json.loads(servers.run("-c", STATE))


def killed_during(servers, code, place, name, call, *arguments):
    """Run the code up to the step, kill both servers there, let it go on, start them; what it complained of."""
    child = servers.child("-c", code, place, name, str(call), *arguments)
    while (line := child.stdout.readline()) != "there\n":
        assert line, child.stderr.read()
    servers.kill()
    _said, complained = child.communicate("go on\n")
    servers.start()
    assert child.returncode != 0
    return complained


@pytest.mark.parametrize(
    ("place", "name", "call"),
    first(
        2,
        (f"{ORGANIZATION}:DataKey.objects", "bulk_update", 2),  # inside the second batch
        (ORGANIZATION, "_finish", 1),
        (ORGANIZATION, "_rewrap_batch", 2),  # one batch is committed
        (ORGANIZATION, "_begin", 1),
    ),
)
def test_an_organizations_rotation_goes_on(servers, place, name, call):
    before = state(servers)
    complained = killed_during(servers, COMMAND, place, name, call, "keys", "rotate", "organization", "harbor")
    assert "The database can't be reached" in complained and "Traceback" not in complained
    between = state(servers)
    assert between["secrets"] == before["secrets"]
    servers.run("-m", "casemgr.cli", "keys", "rotate", "organization", "harbor")
    after = state(servers)
    assert after["secrets"] == before["secrets"] and (after["previous"], after["older"]) == (False, 0)
    assert after["version"] == before["version"] + 1


@pytest.mark.parametrize(("place", "name"), first(1, (ROOT, "_follow"), ("casemgr.accounts.resealing", "reseal")))
def test_the_roots_rotation_goes_on(servers, place, name):
    before = state(servers)
    complained = killed_during(servers, COMMAND, place, name, 1, "keys", "rotate", "root")
    assert "The database can't be reached" in complained and "Traceback" not in complained
    assert state(servers)["secrets"] == before["secrets"]
    servers.run("-m", "casemgr.cli", "keys", "rotate", "root")
    after = state(servers)
    assert after["secrets"] == before["secrets"] and after["root"] > before["root"] and after["wrappings"] == 1
    finish_root(servers)


def finish_root(servers):
    """As an hour later."""
    servers.run(
        "-c",
        "import django; django.setup()\n"
        "from datetime import timedelta\nfrom django.utils import timezone\n"
        "from casemgr.encryption.models import RootKey\n"
        "RootKey.objects.update(created_at=timezone.now() - timedelta(hours=2))",
    )
    servers.run("-m", "casemgr.cli", "keys", "rotate", "root", "--finish")


def test_another_master_key_goes_on(servers, tmp_path):
    before, new = state(servers), tmp_path / "new.key"
    rotate = ("keys", "rotate", "master", "--new-file", str(new))
    killed_during(servers, COMMAND, "casemgr.encryption.root", "wrapping_by", 1, *rotate)
    assert state(servers)["wrappings"] == 1
    servers.run("-m", "casemgr.cli", *rotate)
    assert state(servers) == before | {"wrappings": 2}


@pytest.mark.parametrize(
    ("place", "name", "erased"),
    [
        ("casemgr.encryption.journal", "note", False),
        ("casemgr.encryption.models:ErasureEntry.objects", "get_or_create", True),
    ],
)
def test_what_was_to_be_erased_is_gone_or_whole(servers, place, name, erased):
    before = state(servers)
    owner = sorted(before["secrets"])[0]
    killed_during(servers, ERASE, place, name, 1, owner)
    servers.run("-c", "import django; django.setup()\nfrom casemgr.safe_start import erase_again\nerase_again()")
    left = dict(before["secrets"])
    if erased:
        del left[owner]
    assert state(servers)["secrets"] == left


@pytest.mark.parametrize(
    ("place", "name", "call"),
    first(1, ("casemgr.audit.anchors", "_append", 1), ("casemgr.audit.checkpoints", "_store", 1)),
)
def test_checkpoints_go_on(servers, place, name, call):
    servers.run("-m", "casemgr.cli", "keys", "rotate", "organization", "harbor")  # at least one entry that has none
    complained = killed_during(servers, COMMAND, place, name, call, "audit", "checkpoint")
    assert "The database can't be reached" in complained and "Traceback" not in complained
    servers.run("-m", "casemgr.cli", "audit", "checkpoint")
    said = servers.run("-m", "casemgr.cli", "audit", "verify")
    assert "entries in" in said
