"""`casemgr keys rotate root`, killed -9 at each of its steps on a running instance: nothing is lost, and it goes on."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from uuid import uuid4

from allauth.mfa.models import Authenticator
from django.db import connections
from django.utils import timezone

from casemgr.accounts.adapters import FACTOR
from casemgr.encryption import instance_keys, keys
from casemgr.encryption.models import InstanceKey, RootKey, RootWrapping
from casemgr.encryption.secrets import open_secret, seal_secret, secret_version
from tests.conftest import make_person_of
from tests.operations.test_keys_command import casemgr, instance  # noqa: F401 - a fixture

CHILD = """
import sys, time, django
django.setup()
from casemgr.accounts import resealing
from casemgr.cli.main import main
from casemgr.encryption import holder_proofs, root_rotation
place, name = {
    "keys carried": (root_rotation, "_follow"),
    "organizations wrapped": (holder_proofs, "prove_anew"),
    "root replaced": (resealing, "reseal"),
}[sys.argv[1]]
def stop(*given, **named):
    print("there", flush=True)
    time.sleep(60)
setattr(place, name, stop)
sys.exit(main(["keys", "rotate", "root"]))
"""
STEPS = ("keys carried", "organizations wrapped", "root replaced")


def test_killed_at_each_step_nothing_is_lost_and_everybody_works_on(instance):  # noqa: F811
    harbor, environment, _master = instance
    factor = Authenticator.objects.create(
        user=make_person_of(harbor, "caseworker"), type="totp", data={"secret": seal_secret("SEED", FACTOR)}
    )
    owners = [uuid4() for _number in range(40)]
    keys.create_data_keys(harbor.pk, owners)
    before = {owner: keys.data_key(harbor.pk, owner).secret for owner in owners}
    with working(harbor.pk, before) as made:
        for step in STEPS:
            kill_at(step, environment)
            forget()
            assert {owner: keys.data_key(harbor.pk, owner).secret for owner in owners} == before
            factor.refresh_from_db()
            assert open_secret(factor.data["secret"], FACTOR) == "SEED"
            roots = list(RootKey.objects.filter(destroyed_at=None).values_list("version", flat=True))
            assert roots == [2 if step == "root replaced" else 1] and RootWrapping.objects.count() == 1
    done = casemgr(environment, "keys", "rotate", "root")
    assert "Going on with root key 2" in done.stdout, done.stderr
    RootKey.objects.update(created_at=timezone.now() - timedelta(hours=2))
    done = casemgr(environment, "keys", "rotate", "root", "--finish")
    assert done.returncode == 0, done.stderr
    forget()
    factor.refresh_from_db()
    assert secret_version(factor.data["secret"]) == 2 and open_secret(factor.data["secret"], FACTOR) == "SEED"
    assert {owner: keys.data_key(harbor.pk, owner).secret for owner in made} == made
    assert {owner: keys.data_key(harbor.pk, owner).secret for owner in owners} == before
    purpose = "wrapping of organization keys"
    assert [bool(row.wrapped) for row in InstanceKey.objects.filter(purpose=purpose).order_by("version")] == [
        False,
        True,
    ]


def test_two_rotations_of_the_root_at_once_are_refused(instance):  # noqa: F811
    _harbor, environment, _master = instance
    child = start("keys carried", environment)
    try:
        done = casemgr(environment, "keys", "rotate", "root")
        assert done.returncode == 1 and "Traceback" not in done.stderr and RootKey.objects.count() == 1
    finally:
        child.kill()
        child.wait()


def start(step, environment):
    """A rotation that stands still at this step."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, step], env=os.environ | environment, stdout=subprocess.PIPE, text=True
    )
    for line in child.stdout:
        if line == "there\n":
            return child
    raise AssertionError(f"it never came to: {step}")


def kill_at(step, environment):
    child = start(step, environment)
    time.sleep(0.3)  # others read and write meanwhile
    os.kill(child.pid, signal.SIGKILL)
    child.wait()


def forget():
    """As another process finds it."""
    keys.forget_all()
    instance_keys.forget()


class working:
    """Within it a thread reads and makes keys all the time, and gives what it made. Its errors are told at the end."""

    def __init__(self, organization, before):
        self.organization, self.before = organization, before
        self.stop, self.made, self.errors = threading.Event(), {}, []
        self.thread = threading.Thread(target=self._work)

    def __enter__(self):
        self.thread.start()
        return self.made

    def __exit__(self, *_error):
        self.stop.set()
        self.thread.join()
        assert self.errors == [] and len(self.made) > 5

    def _work(self):
        try:
            while not self.stop.is_set():
                owner = uuid4()
                self.made[owner] = keys.create_data_key(self.organization, owner).secret
                keys._cache.clear()
                for one in list(self.before)[::10]:
                    assert keys.data_key(self.organization, one).secret == self.before[one]
                time.sleep(0.02)
        except Exception as error:
            self.errors.append(error)
        finally:
            connections.close_all()
