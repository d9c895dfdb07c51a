"""Another master key, another key of an organization: nothing stops opening, whenever it is stopped."""

import base64
import os
import signal
import subprocess
import sys
import threading
import time
from uuid import uuid4

import pytest
from django.db import connections

from casemgr.encryption import instance_keys, keys, master_rotation, organization_rotation, root, signatures
from casemgr.encryption.errors import KeyDestroyed, MasterKeyUnusable, OrganizationLocked
from casemgr.encryption.key_providers.environment import EnvironmentProvider
from casemgr.encryption.key_providers.file import FileProvider
from casemgr.encryption.master_key import derive, ensure_master_key
from casemgr.encryption.models import DataKey, InstanceKey, OrganizationKey, RootKey, RootWrapping
from casemgr.encryption.one_at_a_time import Busy, alone

PURPOSE = "audit checkpoints"


def anew():
    """As another process finds it."""
    keys.forget_all()
    instance_keys.forget()


def test_a_rotated_organization_opens_everything_and_keeps_its_secret(organization):
    owners = [uuid4() for _ in range(1100)]
    keys.create_data_keys(organization, owners)
    keys.destroy(organization, owners[0])
    before = {owner: keys.data_key(organization, owner).secret for owner in owners[1:]}
    secret, wrapped = (
        keys.organization_secret(organization, "import-rows"),
        bytes(OrganizationKey.objects.get(organization_id=organization).wrapped),
    )
    for version in (2, 3):
        assert organization_rotation.rotate(organization) == version
        anew()
        assert {owner: keys.data_key(organization, owner).secret for owner in owners[1:]} == before
        assert keys.organization_secret(organization, "import-rows") == secret
        row = OrganizationKey.objects.get(organization_id=organization)
        assert bytes(row.previous) == b"" and bytes(row.wrapped) != wrapped
    with pytest.raises(KeyDestroyed):
        keys.data_key(organization, owners[0])


def test_in_the_middle_both_versions_open_and_a_new_key_gets_the_new_one(organization, person, monkeypatch):
    before = keys.data_key(organization, person).secret
    organization_rotation._begin(organization)
    fresh = uuid4()
    made = keys.create_data_key(organization, fresh).secret  # this process still has the old version in memory
    anew()
    assert keys.data_key(organization, person).secret == before
    assert keys.data_key(organization, fresh).secret == made
    assert DataKey.objects.get(owner_id=fresh).wrapping_version == 2
    assert organization_rotation.rotate(organization) == 2
    assert set(DataKey.objects.values_list("wrapping_version", flat=True)) == {2}


def test_a_process_with_the_old_version_in_memory_reads_on(organization, person):
    before = keys.data_key(organization, person).secret
    old = keys._organization_keys[organization]
    organization_rotation.rotate(organization)
    keys.forget_all()
    keys._organization_keys[organization] = old
    assert keys.data_key(organization, person).secret == before


def test_a_locked_organization_is_refused_and_unchanged(organization):
    OrganizationKey.objects.filter(organization_id=organization).update(holder="organization")
    with pytest.raises(OrganizationLocked):
        organization_rotation.rotate(organization)
    assert OrganizationKey.objects.get(organization_id=organization).version == 1


@pytest.mark.parametrize("to", ["file", "environment"])
def test_another_master_key_opens_the_same_root(organization, person, tmp_path, settings, to):
    before, public = keys.data_key(organization, person).secret, signatures.public_key(PURPOSE)
    path = ensure_master_key(tmp_path / "next.key")
    text = base64.b64encode(path.read_bytes()).decode()
    master_rotation.add(FileProvider(path) if to == "file" else EnvironmentProvider(text))
    anew()
    assert keys.data_key(organization, person).secret == before  # by the old one
    old = settings.CASEMGR_MASTER_KEY_FILE
    settings.CASEMGR_KEY_PROVIDER = to
    settings.CASEMGR_MASTER_KEY_FILE, settings.CASEMGR_MASTER_KEY = (str(path), "") if to == "file" else ("", text)
    anew()
    assert keys.data_key(organization, person).secret == before
    assert master_rotation.keep_only_present() == 1
    anew()
    assert signatures.public_key(PURPOSE) == public
    settings.CASEMGR_KEY_PROVIDER, settings.CASEMGR_MASTER_KEY_FILE = "file", old
    settings.CASEMGR_MASTER_KEY = ""
    anew()
    with pytest.raises(MasterKeyUnusable):
        keys.data_key(organization, person)
    settings.CASEMGR_KEY_PROVIDER = to
    anew()


def test_nothing_is_forgotten_when_the_present_key_opens_nothing(tmp_path, settings):
    settings.CASEMGR_MASTER_KEY_FILE = str(ensure_master_key(tmp_path / "stranger.key"))
    with pytest.raises(MasterKeyUnusable):
        master_rotation.keep_only_present()
    assert RootWrapping.objects.count() == 1


def test_an_older_installation_goes_on_with_what_its_master_key_made(settings):
    InstanceKey.objects.all().delete()
    RootKey.objects.all().delete()
    anew()
    master = FileProvider(settings.CASEMGR_MASTER_KEY_FILE).path.read_bytes()
    root.establish(inherited=master)
    purpose = "wrapping of organization keys"
    assert instance_keys.newest(purpose).secret == derive(master, purpose)
    assert instance_keys.instance_key(f"signature of {PURPOSE}") == derive(master, f"signature of {PURPOSE}")
    assert master not in bytes(RootWrapping.objects.get().wrapped)
    anew()


def test_two_at_once_are_refused():
    with alone(), pytest.raises(Busy), alone():
        pass


ROTATE = """
import sys, time, django
django.setup()
from uuid import UUID
from casemgr.encryption import organization_rotation
organization_rotation.BATCH = 5
organization_rotation.rotate(UUID(sys.argv[1]), lambda left: (print(left, flush=True), time.sleep(0.05)))
"""


def test_killed_at_any_point_nothing_is_lost_and_readers_and_makers_go_on(cloned_world, settings):
    settings.CASEMGR_DATA_DIR = cloned_world.environment["CASEMGR_DATA_DIR"]
    organization, owners = uuid4(), [uuid4() for _ in range(100)]
    keys.create_organization_key(organization)
    keys.create_data_keys(organization, owners)
    before = {owner: keys.data_key(organization, owner).secret for owner in owners}
    stop, made, errors = threading.Event(), {}, []

    def work():
        try:
            while not stop.is_set():
                owner = uuid4()
                made[owner] = keys.create_data_key(organization, owner).secret
                keys._cache.clear()
                for one in owners[::20]:
                    assert keys.data_key(organization, one).secret == before[one]
                time.sleep(0.01)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    worker = threading.Thread(target=work)
    worker.start()
    for lines in (1, 3, 5):
        child = subprocess.Popen(
            [sys.executable, "-c", ROTATE, str(organization)],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | cloned_world.environment,
        )
        for _line in range(lines):
            child.stdout.readline()
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        anew()
        assert {owner: keys.data_key(organization, owner).secret for owner in owners} == before
    stop.set()
    worker.join()
    assert errors == [] and made
    organization_rotation.rotate(organization)
    anew()
    assert {owner: keys.data_key(organization, owner).secret for owner in made} == made
    assert bytes(OrganizationKey.objects.get(organization_id=organization).previous) == b""
    anew()
