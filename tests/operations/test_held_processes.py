"""An unlocked key between real processes: the worker gets it, loses it within seconds, and a new web node locks it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.db import transaction

from casemgr.accounts.actions import create_organization
from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from casemgr.encryption import held, keys, leases, unlocking
from casemgr.encryption.models import OrganizationKey
from tests.conftest import as_user, make_person_of
from tests.encryption.held import cheap, hand_over, no_thread, runtime  # noqa: F401 - fixtures

pytestmark = pytest.mark.usefixtures("cheap", "no_thread")

WORKER = """
import sys, django
django.setup()
from uuid import UUID
from casemgr.encryption import keys, watch
from casemgr.encryption.errors import OrganizationLocked
organization, owner = map(UUID, sys.argv[1:])
for line in sys.stdin:
    if line.strip() == "try":
        try:
            answer = "open" if keys.data_key(organization, owner) else ""
        except OrganizationLocked:
            answer = "locked"
    else:
        answer = "kept" if keys._cache._entries or keys._organization_keys else "empty"
    print(answer, flush=True)
"""


class Process:
    """Another process of the same machine."""

    def __init__(self, environment, *arguments, script=WORKER):
        self.child = subprocess.Popen(
            [sys.executable, "-c", script, *map(str, arguments)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | environment,
        )  # fmt: skip

    def ask(self, word):
        self.child.stdin.write(word + "\n")
        self.child.stdin.flush()
        return self.child.stdout.readline().strip()

    def until(self, word, answer, seconds):
        end = time.monotonic() + seconds
        while self.ask(word) != answer:
            assert time.monotonic() < end, f"not {answer} after {seconds} s"
            time.sleep(0.2)


@pytest.fixture
def world(cloned_world, runtime, settings):
    """Harbor House holds its own key, and it is open; the settings of other processes."""
    settings.CASEMGR_DATA_DIR = cloned_world.environment["CASEMGR_DATA_DIR"]
    harbor = create_organization(name="Harbor House", slug="harbor", country="USA")
    owner = uuid4()
    keys.create_data_key(harbor.pk, owner)
    people = [make_person_of(harbor, "auditor") for _one in range(3)]
    hand_over(harbor.pk, [one.pk for one in people], 2)
    environment = cloned_world.environment | {"CASEMGR_RUNTIME_DIR": str(runtime), "CASEMGR_DEMO": "1"}
    return harbor, owner, people[0], environment


@pytest.fixture
def worker(world):
    harbor, owner, _person, environment = world
    process = Process(environment | {"CASEMGR_PROCESS": "worker"}, harbor.pk, owner)
    yield process
    process.child.kill()
    process.child.wait()


def test_the_worker_opens_it_and_forgets_it_within_thirty_seconds(world, worker):
    harbor = world[0]
    assert worker.ask("try") == "open"
    assert worker.ask("memory") == "kept"
    unlocking.lock(harbor.pk)
    began = time.monotonic()
    worker.until("memory", "empty", seconds=30)
    assert worker.ask("try") == "locked"
    assert time.monotonic() - began < 30


def test_the_instance_s_wrapping_is_in_no_file_of_the_key_store_any_more(cloned_world, runtime, settings):
    settings.CASEMGR_DATA_DIR = cloned_world.environment["CASEMGR_DATA_DIR"]
    harbor = create_organization(name="Harbor House", slug="harbor", country="USA")
    old = bytes(OrganizationKey.objects.get(organization_id=harbor.pk).wrapped)
    store = Path(unquote(cloned_world.environment["KEYS_DATABASE_URL"].removeprefix("sqlite:///")))
    files = [store, store.with_name(f"{store.name}-wal")]
    assert any(old in file.read_bytes() for file in files if file.exists())
    hand_over(harbor.pk, [make_person_of(harbor, "auditor").pk for _one in range(3)], 2)
    assert not any(old in file.read_bytes() for file in files if file.exists())


def test_the_worker_is_locked_without_the_folder(world):
    harbor, owner, _person, environment = world
    alone = Process(environment | {"CASEMGR_RUNTIME_DIR": "/var/empty-of-another-machine"}, harbor.pk, owner)
    assert alone.ask("try") == "locked"
    alone.child.kill()
    alone.child.wait()


def test_a_new_web_node_locks_what_a_killed_one_left_open(world, worker):
    harbor, _owner, auditor, environment = world
    assert worker.ask("try") == "open"
    started = "import casemgr.wsgi, sys; print('up', flush=True); sys.stdin.readline()"
    node = Process(environment, script=started)
    assert node.child.stdout.readline().strip() == "up"
    os.kill(node.child.pid, signal.SIGKILL)
    node.child.wait()
    assert leases.get(harbor.pk) is None and held.is_locked(harbor.pk)
    worker.until("memory", "empty", seconds=30)
    assert worker.ask("try") == "locked"
    with as_user(auditor), transaction.atomic():
        (entry,) = AuditEntry.objects.visible_to(auditor).filter(event=events.KEY_LOCKED)
    assert entry.additional_data == {"why": "restart"}
