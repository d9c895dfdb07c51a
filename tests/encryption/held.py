"""An organization's own key in tests: cheap passphrases, a folder in memory, commits that happen at once."""

import secrets
import shutil
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction

from casemgr.encryption import held, holders, keys, leases, passphrases, unlocking, watch

WORDS = "orbit velvet canyon whisper lantern {}"


def passphrase_of(person):
    """A passphrase that is strong and each person's own."""
    return WORDS.format(str(person).replace("-", "")[:8])


@pytest.fixture
def cheap(monkeypatch):
    """One guess costs nothing; what the cost really is has a test of its own."""
    monkeypatch.setattr(passphrases, "COST", passphrases.Cost(passes=1, mebibytes=1, lanes=1))


@pytest.fixture
def runtime(settings):
    """A folder in memory of this test's own; everything that was opened in this process is forgotten."""
    folder = Path("/dev/shm") / f"casemgr-test-{secrets.token_hex(6)}"  # noqa: S108
    settings.CASEMGR_RUNTIME_DIR = str(folder)
    forget()
    yield folder
    forget()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def at_once(monkeypatch):
    """Tests run inside a transaction that never commits: what waits for the commit is done now."""
    monkeypatch.setattr(transaction, "on_commit", lambda act, using=None: None if using == "keys" else act())


@pytest.fixture
def no_thread(monkeypatch):
    """Looking is called by the test, not by the clock. How often a watch would have begun."""
    started = []
    monkeypatch.setattr(watch, "_start", lambda: started.append(True))
    return started


def forget():
    """As after a restart of this process."""
    unlocking.forget_entered()
    watch._used.clear()
    forget_holders()
    leases._own.clear()
    keys.forget_all()


def forget_holders():
    """As after the few seconds for which who holds a key is remembered."""
    held._held.clear()
    holders._people.clear()


def people(count):
    return sorted(uuid4() for _ in range(count))


def hand_over(organization, who, threshold, hours=12):
    """The whole way to a key that these people hold, and which is open."""
    following = holders.name(organization, who, threshold=threshold, hours=hours)
    for part in following.holders.all():
        if not part.is_ready:
            holders.prepare(part, passphrase_of(part.user_id))
    present = holders.holding(organization)
    if present:
        for part in present.holders.all()[: present.threshold]:
            holders.agree(part, following)
    lease = holders.switch(following)
    unlocking.open_for(organization, lease)
    return lease


def enter(organization, person, passphrase=None):
    """One holder's passphrase; the lease counts at once."""
    part = holders.holding(organization).holders.select_related("set").get(user_id=person)
    among = set(part.set.holders.values_list("user_id", flat=True))
    entered = unlocking.enter(part, passphrase or passphrase_of(person), among=among)
    if entered.lease:
        unlocking.open_for(organization, entered.lease)
    return entered.missing


def lock(organization_id):
    """As a holder does it."""
    unlocking.lock(organization_id)
    assert held.is_locked(organization_id)


def hand_over_and_lock(organization_id, who, threshold=2):
    """These people hold the key, and it is locked."""
    hand_over(organization_id, [person.pk for person in who], threshold)
    lock(organization_id)


def unlock(organization_id, who):
    """These people enter their passphrases."""
    for person in who:
        enter(organization_id, person.pk)
    assert not held.is_locked(organization_id)
