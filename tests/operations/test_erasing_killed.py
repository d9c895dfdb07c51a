"""Erasing, killed -9 at each of its steps in a process of its own: done by the next start, or not begun; never half."""

import os
import subprocess
import sys
from uuid import uuid4

import pytest

from casemgr.encryption import journal, keys
from casemgr.encryption.errors import KeyDestroyed
from casemgr.encryption.models import DataKey
from casemgr.safe_start import erase_again
from tests.operations.test_keys_command import instance  # noqa: F401 - a fixture

CHILD = """
import sys, time, django
django.setup()
from uuid import UUID
from casemgr.encryption import journal, keys
from casemgr.encryption.models import ErasureEntry
def stop(*given, **named):
    print("there", flush=True)
    time.sleep(60)
place, name = {
    "not begun": (journal, "note"),
    "written down": (keys.transaction, "atomic"),
    "destroyed, not committed": (ErasureEntry.objects, "get_or_create"),
    "committed": (keys, "_after_destroying"),
}[sys.argv[1]]
setattr(place, name, stop)
keys.destroy(UUID(sys.argv[2]), UUID(sys.argv[3]))
"""


@pytest.mark.parametrize(
    ("step", "written", "erased"),
    [
        ("not begun", False, False),
        ("written down", True, True),
        ("destroyed, not committed", True, True),
        ("committed", True, True),
    ],
)
def test_the_next_start_ends_what_was_begun(instance, step, written, erased):  # noqa: F811
    harbor, environment, _master = instance
    person, other = uuid4(), uuid4()
    keys.create_data_keys(harbor.pk, [person, other])
    kept = keys.data_key(harbor.pk, other).secret
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, step, str(harbor.pk), str(person)],
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout.readline() == "there\n"
    child.kill()
    child.wait()
    assert (journal.Erasure(harbor.pk, person) in set(journal.read())) is written
    erase_again()
    keys.forget_all()
    assert keys.data_key(harbor.pk, other).secret == kept
    rows = [bool(row.wrapped) for row in DataKey.objects.filter(owner_id=person)]
    assert rows == [not erased]
    if erased:
        with pytest.raises(KeyDestroyed):
            keys.data_key(harbor.pk, person)
