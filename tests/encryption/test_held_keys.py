"""A key that an organization's own people hold: k of n open it, fewer never do, and locked means gone from memory."""

import itertools
import stat
import threading
import time
from types import SimpleNamespace
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap
from hypothesis import HealthCheck, given
from hypothesis import settings as pace
from hypothesis import strategies as st

from casemgr.encryption import held, holders, keys, leases, passphrases, shares, unlocking, watch
from casemgr.encryption.errors import KeyDestroyed, MasterKeyUnusable, OrganizationLocked, Tampered, WrongPassphrase
from casemgr.encryption.held import unwrap_under
from casemgr.encryption.instance_keys import newest
from casemgr.encryption.models import Holder, HolderSet, OrganizationKey
from casemgr.encryption.providers import provider
from tests.encryption.held import (  # noqa: F401 - fixtures
    at_once,
    cheap,
    enter,
    forget,
    hand_over,
    no_thread,
    passphrase_of,
    people,
    runtime,
)

pytestmark = [
    pytest.mark.django_db(databases=["keys"]),
    pytest.mark.usefixtures("cheap", "runtime", "no_thread"),
]

START = watch._start


@pytest.fixture
def who():
    return people(3)


@pytest.fixture
def own(organization, person, who):
    """The organization's key is in the hands of three, two of whom open it; it is locked."""
    secret = keys.data_key(organization, person).secret
    hand_over(organization, who, 2)
    unlocking.lock(organization)
    return secret


def is_open(organization, person):
    try:
        return bool(keys.data_key(organization, person))
    except OrganizationLocked:
        return False


def test_enough_holders_open_it_and_the_records_are_the_same(organization, person, own, who):
    assert not is_open(organization, person)
    assert enter(organization, who[0]) == 1
    assert not is_open(organization, person)
    assert enter(organization, who[2]) == 0
    assert keys.data_key(organization, person).secret == own


@pace(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_k_of_n_open_it_and_no_fewer(data):
    n = data.draw(st.integers(3, 6), label="n")
    k = data.draw(st.integers(2, n - 1), label="k")
    organization, person, who = uuid4(), uuid4(), people(n)
    keys.create_organization_key(organization)
    keys.create_data_key(organization, person)
    hand_over(organization, who, k)
    unlocking.lock(organization)
    some = data.draw(st.lists(st.sampled_from(who), max_size=2 * n), label="entered")
    for step, one in enumerate(some):
        if is_open(organization, person):
            break
        missing = enter(organization, one)
        assert missing == max(k - len(set(some[: step + 1])), 0)
    assert is_open(organization, person) == (len(set(some)) >= k)


def test_what_is_stored_opens_with_no_fewer_than_k_passphrases_and_the_master_key(organization, own, who):
    """Whoever has the database, the master key and one passphrase of two: every value they have opens nothing."""
    row = OrganizationKey.objects.get(organization_id=organization)
    part = Holder.objects.select_related("set").get(user_id=who[0], set__state="holds")
    share = unlocking._share(part, passphrase_of(who[0]))
    stored = [bytes(value) for holder in Holder.objects.all() for value in (holder.sealed_share, holder.sealed_key)]
    stored += [bytes(HolderSet.objects.get(state="holds").proof), bytes(row.wrapped)]
    guesses = [share, share[-32:], share[:32], shares.combine([share]), bytes(32), *(v[:32] for v in stored)]
    guesses += [newest(purpose).secret for purpose in ("wrapping of organization keys", "leases of organization keys")]
    for guess in guesses:
        with pytest.raises(InvalidUnwrap):
            unwrap_under(guess, bytes(row.wrapped))
    other = unlocking._share(Holder.objects.select_related("set").get(user_id=who[1], set__state="holds"),
                             passphrase_of(who[1]))  # fmt: skip
    assert len(unwrap_under(shares.combine([share, other]), bytes(row.wrapped))) == 32  # the same way, with k


def test_the_instance_s_wrapping_is_gone_from_the_store(organization, person, who):
    before = bytes(OrganizationKey.objects.get(organization_id=organization).wrapped)
    hand_over(organization, who, 2)
    row = OrganizationKey.objects.get(organization_id=organization)
    assert row.holder == held.HOLDER and bytes(row.wrapped) != before
    row.holder = "instance"
    row.save()
    forget()
    with pytest.raises(MasterKeyUnusable):
        keys.data_key(organization, person)


def test_one_holder_counts_once(organization, person, own, who):
    assert [enter(organization, who[1]) for _twice in range(3)] == [1, 1, 1]
    assert not is_open(organization, person)


def test_a_wrong_passphrase_and_another_holder_s_open_nothing(organization, own, who):
    for wrong in ("orbit velvet canyon whisper wrong", passphrase_of(who[1]), " "):
        with pytest.raises(WrongPassphrase):
            enter(organization, who[0], wrong)
    assert unlocking.missing(holders.holding(organization), among=set(who)) == 2


def test_spaces_and_composed_letters_are_no_other_passphrase(organization, who):
    following = holders.name(organization, who, threshold=2, hours=1)
    part = following.holders.get(user_id=who[0])
    holders.prepare(part, "café  cañón   whisper lantern moss ")
    bound = organization.bytes + who[0].bytes
    pair = passphrases.KeyPair(bytes(part.public_key), bytes(part.sealed_key))
    assert passphrases.open_private(pair, "cafe\u0301 can\u0303o\u0301n whisper lantern moss", bound=bound)


def test_what_was_entered_counts_for_half_an_hour(organization, person, own, who, monkeypatch):
    now = [time.monotonic()]
    monkeypatch.setattr(unlocking.time, "monotonic", lambda: now[0])
    enter(organization, who[0])
    now[0] += 30 * 60 + 1
    assert enter(organization, who[1]) == 1
    now[0] += 60
    assert enter(organization, who[0]) == 0


def test_a_holder_who_may_not_sign_in_any_more_does_not_count(organization, own, who):
    enter(organization, who[0])
    present = holders.holding(organization)
    assert unlocking.missing(present, among=set(who[1:])) == 2


def test_it_locks_itself_after_the_hours_chosen(organization, person, who, monkeypatch):
    told = []
    monkeypatch.setattr(watch, "_listeners", [told.append])
    hand_over(organization, who, 2, hours=3)
    assert is_open(organization, person)
    later = time.time() + 3 * 3600 + 1
    monkeypatch.setattr(leases, "time", SimpleNamespace(time=lambda: later))
    assert watch.look() is False
    assert not is_open(organization, person)
    watch.begin(organization)
    watch.look()
    assert told == [organization]  # once, whoever sees it first


def test_a_restart_locks(organization, person, own, who):
    enter(organization, who[0])
    enter(organization, who[1])
    assert leases.drop_all() == [organization]
    forget()
    assert not is_open(organization, person)


def test_shares_that_came_in_do_not_survive_a_restart(organization, own, who):
    enter(organization, who[0])
    forget()
    assert enter(organization, who[1]) == 1


def test_locking_forgets_shares_that_came_in(organization, own, who):
    enter(organization, who[0])
    unlocking.lock(organization)
    assert enter(organization, who[1]) == 1


def test_locking_empties_the_caches_of_this_process(organization, person, who, monkeypatch):
    told = []
    hand_over(organization, who, 2)
    monkeypatch.setattr(keys, "_listeners", [told.append])
    keys.data_key(organization, person)
    assert keys._cache.get(person) and organization in keys._organization_keys
    assert unlocking.lock(organization) is True
    assert keys._cache.get(person) is None and organization not in keys._organization_keys
    assert told == [None]
    assert unlocking.lock(organization) is False


def test_another_process_empties_its_caches_at_its_next_look(organization, person, who):
    hand_over(organization, who, 2)
    keys.data_key(organization, person)
    assert watch.look() is True
    leases.drop(organization)  # as the other process did
    assert keys._cache.get(person)
    assert watch.look() is False
    assert keys._cache.get(person) is None and organization not in keys._organization_keys
    assert watch.SECONDS * 2 <= 30


def test_using_a_held_key_starts_one_watch(organization, person, who, no_thread):
    keys.data_key(organization, person)
    assert no_thread == []  # held by the instance: nothing to watch
    hand_over(organization, who, 2)
    for _again in range(3):
        keys.forget_all()
        keys.data_key(organization, person)
    assert len(no_thread) == 1


def test_other_organizations_stay_open(organization, own):
    other, person = uuid4(), uuid4()
    keys.create_organization_key(other)
    assert keys.create_data_key(other, person)
    assert held.is_locked(organization) and not held.is_locked(other)


def test_the_lease_is_private_in_memory_and_opens_nothing_elsewhere(organization, who, runtime, monkeypatch):
    lease = hand_over(organization, who, 2)
    (file,) = runtime.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and stat.S_IMODE(runtime.stat().st_mode) == 0o700
    assert leases.is_in_memory(runtime)
    assert lease.secret not in file.read_bytes()
    file.rename(runtime / f"{uuid4()}.lease")
    assert leases.get(organization) is None
    (moved,) = runtime.iterdir()
    moved.rename(file)
    assert leases.get(organization) == lease
    monkeypatch.setattr(leases, "instance_key_version", lambda purpose, number: bytes(32))
    assert leases.get(organization) is None


def test_without_a_folder_in_memory_only_this_process_has_it(organization, person, who, settings, tmp_path):
    settings.CASEMGR_RUNTIME_DIR = str(tmp_path / "on-disk")
    if leases.is_in_memory(tmp_path):
        pytest.skip("the machine keeps /tmp in memory")
    hand_over(organization, who, 2)
    assert is_open(organization, person)
    assert list(tmp_path.rglob("*.lease")) == []
    assert leases.drop(organization) is True
    assert leases.get(organization) is None


def test_a_folder_of_somebody_else_is_not_used(runtime):
    runtime.mkdir(mode=0o700)
    runtime.chmod(0o777)
    assert leases.shared_folder() is None
    runtime.rmdir()
    runtime.symlink_to("/dev/shm")  # noqa: S108
    assert leases.shared_folder() is None
    runtime.unlink()


def test_another_holder_set_voids_the_old_shares(organization, person, own, who):
    enter(organization, who[0])
    enter(organization, who[1])
    old = list(Holder.objects.filter(set__state="holds"))
    newcomer = uuid4()
    hand_over(organization, [*who[:2], newcomer], 2)
    unlocking.lock(organization)
    gone = Holder.objects.filter(pk__in=[part.pk for part in old])
    assert all(bytes(part.sealed_share) == bytes(part.sealed_key) == b"" for part in gone)
    with pytest.raises(Holder.DoesNotExist):
        enter(organization, who[2])
    assert enter(organization, newcomer) == 1
    assert enter(organization, who[0]) == 0  # their passphrase stayed theirs
    assert keys.data_key(organization, person).secret == own


def test_an_old_share_of_somebody_who_stays_opens_nothing_new(organization, own, who):
    old = Holder.objects.select_related("set").get(set__state="holds", user_id=who[0])
    enter(organization, who[0])
    enter(organization, who[1])
    hand_over(organization, [*who[:2], uuid4()], 2)
    new = Holder.objects.select_related("set").get(set__state="holds", user_id=who[0])
    new.sealed_share = old.sealed_share
    with pytest.raises(Tampered):
        unlocking._share(new, passphrase_of(who[0]))


def test_other_holders_are_named_only_while_it_is_open(organization, own, who):
    with pytest.raises(OrganizationLocked):
        holders.name(organization, [*who, uuid4()], threshold=2, hours=1)


def test_fewer_than_k_of_the_present_holders_pass_nothing_on(organization, own, who):
    enter(organization, who[0])
    enter(organization, who[1])
    following = holders.name(organization, people(3), threshold=2, hours=1)
    for part in following.holders.all():
        holders.prepare(part, passphrase_of(part.user_id))
    present = holders.holding(organization)
    parts = list(present.holders.all())
    assert not holders.is_ready(following)
    holders.agree(parts[0], following)
    assert not holders.is_ready(following)
    holders.agree(parts[1], following)
    assert holders.is_ready(following)


@pytest.mark.parametrize(("count", "threshold"), [(2, 2), (3, 3), (3, 1), (4, 0), (4, 5)])
def test_numbers_that_lose_everything_are_refused(organization, count, threshold):
    with pytest.raises(ValueError, match="At least three"):
        holders.name(organization, people(count), threshold=threshold, hours=1)


def named(organization, who):
    following = holders.name(organization, who, threshold=2, hours=1)
    for part in following.holders.all():
        holders.prepare(part, passphrase_of(part.user_id))
    return following


def test_a_public_key_slipped_into_the_store_gets_no_share(organization, who):
    following = named(organization, who)
    foreign = passphrases.make_pair("mine", bound=b"")
    Holder.objects.filter(set=following, user_id=who[0]).update(public_key=foreign.public, sealed_key=foreign.sealed)
    with pytest.raises(Tampered):
        holders.switch(following)
    assert OrganizationKey.objects.get(organization_id=organization).holder == "instance"


@pytest.mark.parametrize("change", ["threshold", "person", "fewer"])
def test_a_set_changed_in_the_store_gets_no_key(organization, who, change):
    following = named(organization, [*who, uuid4()])
    if change == "threshold":
        HolderSet.objects.filter(pk=following.pk).update(threshold=3)
    elif change == "person":
        Holder.objects.filter(set=following, user_id=who[0]).update(user_id=uuid4())
    else:
        Holder.objects.filter(set=following, user_id=who[0]).delete()
    with pytest.raises(Tampered):
        holders.switch(HolderSet.objects.get(pk=following.pk))


def test_a_holder_changed_in_the_store_is_not_carried_into_the_next_set(organization, own, who):
    enter(organization, who[0])
    enter(organization, who[1])
    foreign = passphrases.make_pair("mine", bound=b"")
    Holder.objects.filter(set__state="holds", user_id=who[2]).update(public_key=foreign.public)
    with pytest.raises(Tampered):
        holders.name(organization, [*who, uuid4()], threshold=2, hours=1)


def test_a_switch_that_fails_changes_nothing(organization, person, who, monkeypatch):
    following = named(organization, who)
    before = bytes(OrganizationKey.objects.get(organization_id=organization).wrapped)
    monkeypatch.setattr(holders, "_hand_out", lambda *_: (_ for _ in ()).throw(RuntimeError("power cut")))
    with pytest.raises(RuntimeError):
        holders.switch(following)
    row = OrganizationKey.objects.get(organization_id=organization)
    assert (row.holder, bytes(row.wrapped)) == ("instance", before)
    assert keys.data_key(organization, person)


def test_a_switch_that_would_not_open_again_is_refused(organization, who, monkeypatch):
    following = named(organization, who)
    monkeypatch.setattr(holders.shares, "combine", lambda some: bytes(32))
    with pytest.raises(Tampered):
        holders.switch(following)
    assert OrganizationKey.objects.get(organization_id=organization).holder == "instance"


def test_a_new_organization_key_is_wrapped_by_its_holders(organization, own, who):
    """What a rotation does: it asks the provider, which has the secret only while it is open."""
    with pytest.raises(OrganizationLocked):
        provider(held.HOLDER).wrap(organization, bytes(32))
    enter(organization, who[0])
    enter(organization, who[1])
    wrapped, version = provider(held.HOLDER).wrap(organization, b"n" * 32)
    assert provider(held.HOLDER).unwrap(organization, wrapped, version) == b"n" * 32


def test_erasing_a_person_works_while_it_is_locked(organization, person, own, who):
    keys.destroy(organization, person)
    enter(organization, who[0])
    enter(organization, who[1])
    with pytest.raises(KeyDestroyed):
        keys.data_key(organization, person)


def test_one_guess_costs_what_is_written_down(monkeypatch):
    monkeypatch.undo()
    assert (3, 256, 4) <= passphrases.COST <= passphrases.MOST


def test_a_store_cannot_make_a_guess_cost_the_server_its_memory(organization, own, who):
    part = Holder.objects.select_related("set").get(set__state="holds", user_id=who[0])
    part.sealed_key = b"\x01" + bytes([255]) + (65535).to_bytes(2) + bytes([255]) + bytes(part.sealed_key)[5:]
    with pytest.raises(Tampered):
        unlocking._share(part, passphrase_of(who[0]))


def test_every_pair_of_holders_is_enough(organization, person, own, who):
    for pair in itertools.combinations(who, 2):
        for one in pair:
            enter(organization, one)
        assert keys.data_key(organization, person).secret == own
        unlocking.lock(organization)


def test_holders_who_type_at_the_same_time_open_one_secret(organization, person, own, who, monkeypatch):
    parts = {p.user_id: p for p in Holder.objects.select_related("set").filter(set__state="holds")}
    row = OrganizationKey.objects.get(organization_id=organization)
    monkeypatch.setattr(unlocking, "OrganizationKey", OneRow(row))  # threads have no part in this test's transaction
    entered = []

    def act(one):
        entered.append(unlocking.enter(parts[one], passphrase_of(one), among=set(who)))

    threads = [threading.Thread(target=act, args=(one,)) for one in who for _twice in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    opened = [one.lease.secret for one in entered if one.lease]
    assert len(entered) == 6 and 1 <= len(opened) <= 3 and len(set(opened)) == 1
    assert all((one.missing == 0) == (one.lease is not None) for one in entered)


class OneRow:
    def __init__(self, row):
        self.objects, self.row = self, row

    def get(self, **_):
        return self.row


def test_the_watch_itself_sees_a_lock_in_time(organization, person, who, monkeypatch):
    """The real thread, at a faster clock."""
    monkeypatch.setattr(watch, "_start", START)
    monkeypatch.setattr(watch, "SECONDS", 0.05)
    hand_over(organization, who, 2)
    keys.data_key(organization, person)
    leases.drop(organization)
    until = time.monotonic() + 5
    while keys._cache.get(person) and time.monotonic() < until:
        time.sleep(0.02)
    assert keys._cache.get(person) is None
    while any(thread.name == "held keys" for thread in threading.enumerate()) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(thread.name == "held keys" for thread in threading.enumerate())
